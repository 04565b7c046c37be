#include "CJSON.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte of a word is its lowest");

// Sixteen bytes, or fewer with zeros behind them.
typedef struct {
    uint64_t words[2];
} block;

static inline block load(const uint8_t *bytes) {
    block loaded;
    memcpy(&loaded, bytes, sizeof loaded);
    return loaded;
}

static inline uint64_t load_eight(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static inline uint64_t load_four(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

// One to fifteen bytes. They do not go through memory, where what is read at once must have been written at
// once or the processor waits.
static inline block load_few(const uint8_t *bytes, size_t count) {
    block few = {{0, 0}};
    if (count >= 8) {
        few.words[0] = load_eight(bytes);
        if (count > 8) { few.words[1] = load_eight(bytes + count - 8) >> (8 * (16 - count)); }
    } else if (count >= 4) {
        few.words[0] = load_four(bytes) | load_four(bytes + count - 4) << (8 * (count - 4));
    } else {
        few.words[0] = (uint64_t)bytes[0] | (uint64_t)bytes[count / 2] << (8 * (count / 2)) |
                       (uint64_t)bytes[count - 1] << (8 * (count - 1));
    }
    return few;
}

// Which of a block's bytes need an escape, the first one in the lowest bit.
static inline uint32_t marks(block bytes) {
#if defined(__SSE2__)
    const __m128i vector = _mm_set_epi64x((long long)bytes.words[1], (long long)bytes.words[0]);
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(vector, _mm_set1_epi8(0x1F)), vector);
    const __m128i quotes = _mm_cmpeq_epi8(vector, _mm_set1_epi8('"'));
    const __m128i backslashes = _mm_cmpeq_epi8(vector, _mm_set1_epi8('\\'));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(controls, _mm_or_si128(quotes, backslashes)));
#else
    uint32_t marks = 0;
    for (int place = 0; place < 16; place++) {
        const uint8_t byte = (uint8_t)(bytes.words[place / 8] >> (8 * (place % 8)));
        marks |= (uint32_t)(byte < 0x20 || byte == '"' || byte == '\\') << place;
    }
    return marks;
#endif
}

// Writes the escape of one byte; returns how long it is.
static inline size_t write_escape(uint8_t *output, uint8_t byte) {
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    output[0] = '\\';
    output[1] = byte < 0x20 ? (uint8_t)letters[byte] : byte;
    if (output[1] != 0) { return 2; }
    memcpy(output + 1, "u00", 3);
    output[4] = (uint8_t)('0' + (byte >> 4));
    output[5] = (uint8_t)"0123456789abcdef"[byte & 15];
    return 6;
}

// Escapes one to fifteen bytes. None is copied one by one: what is written past a mark is written over.
static uint8_t *escape_few(const uint8_t *source, size_t count, uint8_t *output) {
    while (count > 0) {
        const block few = load_few(source, count);
        const uint32_t found = marks(few) & ((1u << count) - 1);
        memcpy(output, &few, sizeof few);
        if (found == 0) { return output + count; }
        const size_t plain = (size_t)__builtin_ctz(found);
        output += plain;
        output += write_escape(output, source[plain]);
        source += plain + 1;
        count -= plain + 1;
    }
    return output;
}

size_t cjson_escape(const uint8_t *source, size_t count, uint8_t *output) {
    uint8_t *cursor = output;
    const uint8_t *const end = source + count;
    while (end - source >= 16) {
        const block bytes = load(source);
        const uint32_t found = marks(bytes);
        memcpy(cursor, &bytes, sizeof bytes);
        if (found == 0) {
            source += 16;
            cursor += 16;
        } else {
            const size_t plain = (size_t)__builtin_ctz(found);
            cursor += plain;
            cursor += write_escape(cursor, source[plain]);
            source += plain + 1;
        }
    }
    const size_t rest = (size_t)(end - source);
    if (rest > 0 && count >= 16) {
        const block last = load(end - 16);
        // When none of these is marked, those of them that are written already stand there as they are.
        if (marks(last) == 0) {
            memcpy(cursor + rest - 16, &last, sizeof last);
            return (size_t)(cursor + rest - output);
        }
    }
    return (size_t)(escape_few(source, rest, cursor) - output);
}
