// simdjson refuses a number that neither 64 bits nor a double can hold, though it is valid JSON. When it
// has refused one, the input is copied with quotes round each such number, parsed again, and the strings
// that were numbers are tagged as such on the tape. Only this rare path pays for it.
#ifndef BIG_NUMBERS_H
#define BIG_NUMBERS_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace big_numbers {

struct Quoted {
    // The copy, with the padding behind it.
    std::vector<uint8_t> json;
    // Its length without the padding.
    size_t count;
    // Which of the strings on the tape, keys included, counted from zero, were numbers.
    std::vector<size_t> ordinals;
};

// Quotes the numbers that are too big. A number followed by a colon keeps its bare form: quotes would
// make a valid key of it. Where the input is malformed the copy is malformed too.
Quoted quote(const uint8_t *bytes, size_t count, size_t padding);

// Gives the strings with these ordinals the tag of a big number.
void retag(uint64_t *tape, const std::vector<size_t> &ordinals);

}  // namespace big_numbers

#endif
