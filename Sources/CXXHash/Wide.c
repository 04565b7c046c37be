#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define XXH_INLINE_ALL
#define XXH_VECTOR XXH_AVX2
#include <xxhash.h>

#include "Wide.h"

cx_hash128 cx_hash_wide(const uint8_t *bytes, size_t count) {
    XXH128_hash_t hash = XXH3_128bits(bytes, count);
    return (cx_hash128){.high = hash.high64, .low = hash.low64};
}
#pragma clang attribute pop
#endif
