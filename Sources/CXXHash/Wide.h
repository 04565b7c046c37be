/// The hash in steps of 32 bytes, for processors with AVX2: another translation of the same xxHash.
#ifndef CXXHASH_WIDE_H
#define CXXHASH_WIDE_H

#include "CXXHash.h"

/// From how many bytes on it is worth asking which processor this is.
#define CX_WIDE_LEAST 1024

/// The same as `cx_hash`. The processor has to have AVX2.
cx_hash128 cx_hash_wide(const uint8_t *bytes, size_t count);

#endif
