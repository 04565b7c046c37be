#ifndef CX_CCRYPTO_SHIM_H
#define CX_CCRYPTO_SHIM_H

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

/* The three steps rather than SHA256(), which looks the algorithm up at each call. */
static inline void cx_sha256(const unsigned char *bytes, size_t count, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

static inline int cx_hmac_sha256(const unsigned char *key, int key_count, const unsigned char *bytes,
                                 size_t count, unsigned char *code) {
    unsigned int written = 0;
    return HMAC(EVP_sha256(), key, key_count, bytes, count, code, &written) != NULL;
}

#endif
