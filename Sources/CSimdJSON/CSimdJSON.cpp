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

// simdjson counts the document itself as one level.
simdjson::error_code parse(
    simdjson::dom::parser &parser, simdjson::dom::document &document, const uint8_t *bytes, size_t count,
    size_t maximum_depth) {
    const size_t depth = maximum_depth + 1;
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
