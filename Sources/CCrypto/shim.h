#ifndef CX_CCRYPTO_SHIM_H
#define CX_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

/* OpenSSL's own signatures vary between versions in constness; these do not. */
static inline void cx_sha256(const unsigned char *bytes, size_t count, unsigned char *digest) {
    SHA256(bytes, count, digest);
}

static inline int cx_hmac_sha256(const unsigned char *key, int key_count, const unsigned char *bytes,
                                 size_t count, unsigned char *code) {
    unsigned int written = 0;
    return HMAC(EVP_sha256(), key, key_count, bytes, count, code, &written) != NULL;
}

#endif
