#include "openapi.h"

static const unsigned char document[] = {
#embed "../../openapi/openapi.yaml"
};

const unsigned char *cx_openapi_bytes(void) { return document; }
size_t cx_openapi_count(void) { return sizeof document; }
