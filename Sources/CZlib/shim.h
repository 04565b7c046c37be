#ifndef CX_CZLIB_SHIM_H
#define CX_CZLIB_SHIM_H

#include <zlib.h>

/* inflateInit2 is a macro, and 31 its way of saying: gzip alone, with the largest window. */
static inline int cx_inflate_begin(z_stream *stream) { return inflateInit2(stream, 31); }

#endif
