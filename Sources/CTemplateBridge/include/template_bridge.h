#ifndef GATEBOOK_TEMPLATE_BRIDGE_H
#define GATEBOOK_TEMPLATE_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>

// Google ctemplate behind plain C. The library keeps tables for the whole process and is linked
// without threads, so the caller lets only one call in at a time. No exception leaves a function.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gatebook_template gatebook_template;
typedef struct gatebook_dictionary gatebook_dictionary;

/// Takes bytes that are valid during the call only.
typedef void (*gatebook_sink)(void *context, const char *bytes, size_t length);

/// Compiles `text` with auto-escaping for HTML; null and a sentence to `problem` when it cannot.
gatebook_template *gatebook_template_compile(
    const char *text, size_t length, void *context, gatebook_sink problem);

/// Frees a template; null is allowed.
void gatebook_template_free(gatebook_template *page);

/// Expands a template with the values of a dictionary and hands the whole page to `page`, once.
/// False, and a sentence to `problem`, when it cannot.
bool gatebook_template_expand(
    const gatebook_template *compiled, const gatebook_dictionary *values, void *context,
    gatebook_sink page, gatebook_sink problem);

/// Makes an empty dictionary; null when memory is short.
gatebook_dictionary *gatebook_dictionary_make(void);

/// Frees a dictionary and all its sections; null is allowed. Only for dictionaries from `make`.
void gatebook_dictionary_free(gatebook_dictionary *values);

/// Sets the value of a placeholder; the bytes are copied. `name` ends with a zero byte.
bool gatebook_dictionary_set(
    gatebook_dictionary *values, const char *name, const char *bytes, size_t length);

/// Shows a section once more and returns its values, owned by `values`; null when memory is short.
gatebook_dictionary *gatebook_dictionary_add_section(
    gatebook_dictionary *values, const char *name);

#ifdef __cplusplus
}
#endif

#endif
