#include "BigNumbers.h"

#include "CSimdJSON.h"

#include <charconv>
#include <cstring>

namespace big_numbers {

namespace {

bool is_whitespace(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

bool ends_scalar(uint8_t byte) {
    return is_whitespace(byte) || byte == ',' || byte == ':' || byte == '"' || byte == '[' || byte == ']'
        || byte == '{' || byte == '}';
}

const uint8_t *skip_digits(const uint8_t *at, const uint8_t *end) {
    while (at < end && is_digit(*at)) { at++; }
    return at;
}

// A string from its opening quote: behind its closing one, or the end of the input.
const uint8_t *skip_string(const uint8_t *at, const uint8_t *end) {
    for (at++; at < end; at++) {
        if (*at == '"') { return at + 1; }
        if (*at == '\\' && at + 1 < end) { at++; }
    }
    return end;
}

// The value of an exponent's digits, held near 10^13: past what the digits of any input could undo.
long exponent_value(const uint8_t *at, const uint8_t *end) {
    const bool negative = *at == '-';
    if (*at == '-' || *at == '+') { at++; }
    long value = 0;
    for (; at < end && value < 1'000'000'000'000; at++) { value = value * 10 + (*at - '0'); }
    return negative ? -value : value;
}

// A number by the grammar of RFC 8259, section 6.
struct Number {
    bool is_valid = false;
    bool is_integer = false;
    bool is_negative = false;
    const uint8_t *digits = nullptr;
    const uint8_t *digits_end = nullptr;
    const uint8_t *fraction = nullptr;
    const uint8_t *fraction_end = nullptr;
    long exponent = 0;

    Number(const uint8_t *at, const uint8_t *end) {
        if (at < end && *at == '-') {
            is_negative = true;
            at++;
        }
        digits = at;
        digits_end = at = skip_digits(at, end);
        if (digits == digits_end || (*digits == '0' && digits_end - digits > 1)) { return; }
        is_integer = at == end;
        if (at < end && *at == '.') {
            fraction = at + 1;
            fraction_end = at = skip_digits(fraction, end);
            if (fraction == fraction_end) { return; }
        }
        if (at < end && (*at == 'e' || *at == 'E')) {
            const uint8_t *written = ++at;
            if (at < end && (*at == '-' || *at == '+')) { at++; }
            const uint8_t *first = at;
            at = skip_digits(at, end);
            if (first == at) { return; }
            exponent = exponent_value(written, at);
        }
        is_valid = at == end;
    }

    // Whether the value is at least one: of the values out of a double's range, the too large ones.
    bool is_at_least_one() const {
        if (*digits != '0') { return (digits_end - digits) + exponent > 0; }
        const uint8_t *at = fraction;
        while (at < fraction_end && *at == '0') { at++; }
        return at < fraction_end && exponent - (at - fraction) > 0;
    }
};

bool exceeds_64_bits(const Number &number) {
    const char *first = reinterpret_cast<const char *>(number.digits);
    const char *last = reinterpret_cast<const char *>(number.digits_end);
    if (last - first < 19) { return false; }
    uint64_t magnitude = 0;
    if (std::from_chars(first, last, magnitude).ec != std::errc()) { return true; }
    return number.is_negative && magnitude > (uint64_t(1) << 63);
}

bool is_big(const uint8_t *first, const uint8_t *last) {
    const Number number(first, last);
    if (!number.is_valid) { return false; }
    if (number.is_integer) { return exceeds_64_bits(number); }
    double value = 0;
    const auto result =
        std::from_chars(reinterpret_cast<const char *>(first), reinterpret_cast<const char *>(last), value);
    return result.ec == std::errc::result_out_of_range && number.is_at_least_one();
}

bool is_followed_by_colon(const uint8_t *at, const uint8_t *end) {
    while (at < end && is_whitespace(*at)) { at++; }
    return at < end && *at == ':';
}

}  // namespace

Quoted quote(const uint8_t *bytes, size_t count, size_t padding) {
    Quoted quoted;
    // A big number takes at least five bytes, and one that parts it from the next.
    quoted.json.reserve(count + count / 3 + 2 + padding);
    const uint8_t *const end = bytes + count;
    const uint8_t *at = bytes;
    size_t strings = 0;
    while (at < end) {
        const uint8_t *const start = at;
        if (*at == '"') {
            at = skip_string(at, end);
            strings++;
        } else if (ends_scalar(*at)) {
            at++;
        } else {
            while (at < end && !ends_scalar(*at)) { at++; }
            if (is_big(start, at) && !is_followed_by_colon(at, end)) {
                quoted.json.push_back('"');
                quoted.json.insert(quoted.json.end(), start, at);
                quoted.json.push_back('"');
                quoted.ordinals.push_back(strings++);
                continue;
            }
        }
        quoted.json.insert(quoted.json.end(), start, at);
    }
    quoted.count = quoted.json.size();
    quoted.json.resize(quoted.count + padding, ' ');
    return quoted;
}

void retag(uint64_t *tape, const std::vector<size_t> &ordinals) {
    const uint64_t payload = (uint64_t(1) << 56) - 1;
    size_t strings = 0;
    size_t next = 0;
    for (size_t index = 1; next < ordinals.size(); index++) {
        const uint8_t tag = uint8_t(tape[index] >> 56);
        if (tag == '"') {
            if (strings++ == ordinals[next]) {
                tape[index] = (tape[index] & payload) | uint64_t(CSIMDJSON_BIG_NUMBER) << 56;
                next++;
            }
        } else if (tag == 'l' || tag == 'u' || tag == 'd') {
            index++;
        }
    }
}

}  // namespace big_numbers
