#define XXH_INLINE_ALL
#include <xxhash.h>

#include "CXXHash.h"
#include "Wide.h"

static cx_hash128 canonical(XXH128_hash_t hash) {
    return (cx_hash128){.high = hash.high64, .low = hash.low64};
}

cx_hash128 cx_hash(const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (count >= CX_WIDE_LEAST && __builtin_cpu_supports("avx2")) return cx_hash_wide(bytes, count);
#endif
    return canonical(XXH3_128bits(bytes, count));
}

cx_hash128 cx_hash_pieces(const cx_hash_piece *pieces, size_t count) {
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    XXH3_128bits_reset(&state);
    for (size_t index = 0; index < count; index++)
        XXH3_128bits_update(&state, pieces[index].bytes, pieces[index].count);
    return canonical(XXH3_128bits_digest(&state));
}

uint64_t cx_hash_key(const uint8_t *bytes, size_t count, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, count, seed);
}
