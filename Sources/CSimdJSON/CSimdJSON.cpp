#include "CSimdJSON.h"

#include "BigNumbers.h"

#include <algorithm>
#include <new>
#include <simdjson.h>

struct csimdjson_parser {
    simdjson::dom::parser parser;
};

struct csimdjson_document {
    simdjson::dom::document document;
};

namespace {

csimdjson_status status(simdjson::error_code error) {
    switch (error) {
    case simdjson::SUCCESS: return CSIMDJSON_OK;
    case simdjson::EMPTY: return CSIMDJSON_EMPTY;
    case simdjson::DEPTH_ERROR: return CSIMDJSON_DEPTH;
    case simdjson::UTF8_ERROR: return CSIMDJSON_UTF8;
    case simdjson::NUMBER_ERROR: return CSIMDJSON_NUMBER;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING: return CSIMDJSON_STRING;
    case simdjson::CAPACITY: return CSIMDJSON_TOO_LARGE;
    case simdjson::MEMALLOC: return CSIMDJSON_OUT_OF_MEMORY;
    default: return CSIMDJSON_SYNTAX;
    }
}

// Steps of a power of two, so that pages of nearly one size reuse one allocation.
size_t rounded(size_t count) {
    size_t capacity = 4096;
    while (capacity < count && capacity < (size_t(1) << 20)) { capacity *= 2; }
    return std::max(capacity, count);
}

// Parses with simdjson's own reading of `depth`: every array and object that is not empty stands less
// than that deep, while an empty one may stand at it.
simdjson::error_code parse_loosely(
    simdjson::dom::parser &parser, simdjson::dom::document &document, const uint8_t *bytes, size_t count,
    size_t depth) {
    if (parser.capacity() < count || parser.max_depth() != depth || parser.capacity() == 0) {
        const auto error = parser.allocate(std::max(rounded(count), parser.capacity()), depth);
        if (error) { return error; }
    }
    if (document.capacity() < count || document.capacity() == 0) {
        const auto error = document.allocate(rounded(count));
        if (error) { return error; }
    }
    return parser.parse_into_document(document, bytes, count, false).error();
}

bool is_deeper(const uint64_t *tape, size_t maximum_depth) {
    const size_t end = size_t(tape[0] & 0xFFFFFFFF);
    size_t depth = 0;
    for (size_t index = 1; index < end; index++) {
        const uint8_t tag = uint8_t(tape[index] >> 56);
        if (tag == '[' || tag == '{') {
            if (++depth > maximum_depth) { return true; }
        } else if (tag == ']' || tag == '}') {
            depth--;
        } else if (tag == 'l' || tag == 'u' || tag == 'd') {
            index++;
        }
    }
    return false;
}

// Parses with every array and object counted, empty or not. What passes one level short of the limit
// needs no second look.
simdjson::error_code parse(
    simdjson::dom::parser &parser, simdjson::dom::document &document, const uint8_t *bytes, size_t count,
    size_t maximum_depth) {
    auto error = parse_loosely(parser, document, bytes, count, maximum_depth);
    if (error != simdjson::DEPTH_ERROR) { return error; }
    error = parse_loosely(parser, document, bytes, count, maximum_depth + 1);
    if (error) { return error; }
    return is_deeper(document.tape.get(), maximum_depth) ? simdjson::DEPTH_ERROR : simdjson::SUCCESS;
}

simdjson::error_code parse_big_numbers(
    simdjson::dom::parser &parser, simdjson::dom::document &document, const uint8_t *bytes, size_t count,
    size_t maximum_depth) {
    const auto quoted = big_numbers::quote(bytes, count, simdjson::SIMDJSON_PADDING);
    if (quoted.ordinals.empty()) { return simdjson::NUMBER_ERROR; }
    const auto error = parse(parser, document, quoted.json.data(), quoted.count, maximum_depth);
    if (error) { return error; }
    big_numbers::retag(document.tape.get(), quoted.ordinals);
    return simdjson::SUCCESS;
}

}  // namespace

extern "C" {

csimdjson_parser *csimdjson_parser_create(void) { return new (std::nothrow) csimdjson_parser; }

void csimdjson_parser_destroy(csimdjson_parser *parser) { delete parser; }

size_t csimdjson_parser_capacity(const csimdjson_parser *parser) { return parser->parser.capacity(); }

csimdjson_document *csimdjson_document_create(void) { return new (std::nothrow) csimdjson_document; }

void csimdjson_document_destroy(csimdjson_document *document) { delete document; }

size_t csimdjson_document_capacity(const csimdjson_document *document) {
    return document->document.capacity();
}

csimdjson_status csimdjson_parse(
    csimdjson_parser *parser, csimdjson_document *document, const uint8_t *bytes, size_t count,
    size_t maximum_depth) {
    try {
        auto error = parse(parser->parser, document->document, bytes, count, maximum_depth);
        if (error == simdjson::NUMBER_ERROR) {
            error = parse_big_numbers(parser->parser, document->document, bytes, count, maximum_depth);
        }
        return status(error);
    } catch (...) {
        return CSIMDJSON_OUT_OF_MEMORY;
    }
}

const uint64_t *csimdjson_document_tape(const csimdjson_document *document) {
    return document->document.tape.get();
}

const uint8_t *csimdjson_document_strings(const csimdjson_document *document) {
    return document->document.string_buf.get();
}

}  // extern "C"
