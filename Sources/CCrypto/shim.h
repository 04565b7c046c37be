#ifndef CX_CCRYPTO_SHIM_H
#define CX_CCRYPTO_SHIM_H

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <string.h>

/* The three steps rather than SHA256(), which looks the algorithm up at each call. */
static inline void cx_sha256(const unsigned char *bytes, size_t count, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

/* HMAC (RFC 2104) in its two passes rather than HMAC(), which looks algorithms up at each call and takes
   three times as long as what it is asked to do. */
static inline void cx_hmac_sha256(const unsigned char *key, size_t key_count, const unsigned char *bytes,
                                  size_t count, unsigned char *code) {
    unsigned char block[SHA256_CBLOCK] = {0};
    unsigned char inner[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    if (key_count > sizeof block) {
        cx_sha256(key, key_count, block);
    } else if (key_count > 0) {
        memcpy(block, key, key_count);
    }
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= 0x36;
    SHA256_Init(&context);
    SHA256_Update(&context, block, sizeof block);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(inner, &context);
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= 0x36 ^ 0x5C;
    SHA256_Init(&context);
    SHA256_Update(&context, block, sizeof block);
    SHA256_Update(&context, inner, sizeof inner);
    SHA256_Final(code, &context);
    OPENSSL_cleanse(block, sizeof block);
}

/* These are macros in the header, which Swift does not see. */
static inline int cx_gcm_set_tag(EVP_CIPHER_CTX *context, unsigned char *tag, int count) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, count, tag);
}

static inline int cx_gcm_get_tag(EVP_CIPHER_CTX *context, unsigned char *tag, int count) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, count, tag);
}

#endif
