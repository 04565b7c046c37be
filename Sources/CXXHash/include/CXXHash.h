/// XXH3 of Debian's xxhash, compiled in: 128 bits that tell contents apart, and 64 that spread keys. Neither is
/// proof against one who wants two contents to have the same.
#ifndef CXXHASH_H
#define CXXHASH_H

#include <stddef.h>
#include <stdint.h>

/// A hash of 128 bits, in the order that its canonical form has them.
typedef struct {
    uint64_t high;
    uint64_t low;
} cx_hash128;

/// Bytes that are part of what is hashed.
typedef struct {
    const uint8_t *_Nullable bytes;
    size_t count;
} cx_hash_piece;

/// The hash of some bytes.
cx_hash128 cx_hash(const uint8_t *_Nullable bytes, size_t count);

/// The hash of pieces as if they stood one behind the other.
cx_hash128 cx_hash_pieces(const cx_hash_piece *_Nonnull pieces, size_t count);

/// A hash of 64 bits that another seed changes.
uint64_t cx_hash_key(const uint8_t *_Nullable bytes, size_t count, uint64_t seed);

#endif
