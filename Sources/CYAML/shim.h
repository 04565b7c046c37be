#ifndef CYAML_SHIM_H
#define CYAML_SHIM_H

#include <stdlib.h>
#include <yaml.h>

// libyaml's parser points into itself, so it lives on the heap and never moves.

// A parser of the given UTF-8, which must outlive it; NULL when there is no memory.
static inline yaml_parser_t *cyaml_parser_create(const unsigned char *bytes, size_t count) {
    yaml_parser_t *parser = malloc(sizeof *parser);
    if (parser == NULL) return NULL;
    if (!yaml_parser_initialize(parser)) {
        free(parser);
        return NULL;
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, bytes, count);
    return parser;
}

static inline void cyaml_parser_destroy(yaml_parser_t *parser) {
    yaml_parser_delete(parser);
    free(parser);
}

#endif
