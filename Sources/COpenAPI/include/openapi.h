#ifndef CX_OPENAPI_H
#define CX_OPENAPI_H

#include <stddef.h>

/* openapi/openapi.yaml as it stood when the program was built, so that the program needs no file. */
const unsigned char *cx_openapi_bytes(void);
size_t cx_openapi_count(void);

#endif
