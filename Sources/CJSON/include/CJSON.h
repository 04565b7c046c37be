/// The innermost loops of writing JSON and of reading the rows of a page: in C, because a comparison of
/// sixteen bytes is one instruction there and sixteen in Swift.
///
/// No function keeps a pointer, and none reads past the bytes it is given, unless it says so.
#ifndef CJSON_H
#define CJSON_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Copies bytes; up to 32 of them without a call, as two words that overlap.
static inline void cjson_copy(uint8_t *output, const uint8_t *source, size_t count) {
    if (count > 32) {
        memcpy(output, source, count);
    } else if (count >= 16) {
        uint64_t words[4];
        memcpy(words, source, 16);
        memcpy(words + 2, source + count - 16, 16);
        memcpy(output, words, 16);
        memcpy(output + count - 16, words + 2, 16);
    } else if (count >= 8) {
        uint64_t first, last;
        memcpy(&first, source, 8);
        memcpy(&last, source + count - 8, 8);
        memcpy(output, &first, 8);
        memcpy(output + count - 8, &last, 8);
    } else if (count >= 4) {
        uint32_t first, last;
        memcpy(&first, source, 4);
        memcpy(&last, source + count - 4, 4);
        memcpy(output, &first, 4);
        memcpy(output + count - 4, &last, 4);
    } else if (count > 0) {
        const uint8_t middle = source[count / 2], last = source[count - 1];
        output[0] = source[0];
        output[count / 2] = middle;
        output[count - 1] = last;
    }
}

/// Writes `count` bytes of UTF-8 to `output` with the escapes of RFC 8259, section 7: quote, backslash and the
/// control characters below U+0020, and nothing else. Returns how many bytes that took. `output` has room for
/// six times as many, and 16 more.
size_t cjson_escape(const uint8_t *source, size_t count, uint8_t *output);

#endif
