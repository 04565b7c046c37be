/// A C view of simdjson's DOM parser: parse into a document, then hand out its tape.
///
/// The tape is simdjson's own format (doc/tape.md in its sources) with one addition: the tag
/// CSIMDJSON_BIG_NUMBER. No function throws, and none keeps a pointer to the input.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The tag of a number that neither 64 bits nor a double can hold. Its payload is that of a string: where
/// the token stands, exactly as it was written, in the string buffer.
#define CSIMDJSON_BIG_NUMBER 'b'

/// What stops a parse; everything not named here is malformed syntax.
enum csimdjson_status {
    CSIMDJSON_OK = 0,
    CSIMDJSON_SYNTAX,
    CSIMDJSON_EMPTY,
    CSIMDJSON_DEPTH,
    CSIMDJSON_UTF8,
    CSIMDJSON_NUMBER,
    CSIMDJSON_STRING,
    CSIMDJSON_TOO_LARGE,
    CSIMDJSON_OUT_OF_MEMORY,
};

/// What a parse needs while it runs. Used by one thread at a time.
typedef struct csimdjson_parser csimdjson_parser;

/// What a parse leaves behind: a tape and a string buffer. Immutable until it is parsed into again.
typedef struct csimdjson_document csimdjson_document;

/// A new parser, or NULL without memory.
csimdjson_parser *csimdjson_parser_create(void);
/// Frees the parser.
void csimdjson_parser_destroy(csimdjson_parser *parser);
/// The longest input, in bytes, for which the parser holds memory.
size_t csimdjson_parser_capacity(const csimdjson_parser *parser);

/// A new document, or NULL without memory.
csimdjson_document *csimdjson_document_create(void);
/// Frees the document.
void csimdjson_document_destroy(csimdjson_document *document);
/// The longest input, in bytes, for which the document holds memory.
size_t csimdjson_document_capacity(const csimdjson_document *document);

/// Parses `count` bytes, behind which 64 more are readable, nested at most `maximum_depth` deep.
enum csimdjson_status csimdjson_parse(
    csimdjson_parser *parser, csimdjson_document *document, const uint8_t *bytes, size_t count,
    size_t maximum_depth);

/// The tape of the last successful parse.
const uint64_t *csimdjson_document_tape(const csimdjson_document *document);
/// The string buffer of the last successful parse.
const uint8_t *csimdjson_document_strings(const csimdjson_document *document);

#ifdef __cplusplus
}
#endif

#endif
