#ifndef GATEBOOK_TOML_BRIDGE_H
#define GATEBOOK_TOML_BRIDGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Parses `length` bytes of TOML and tells what it says, with places, as JSON text.
///
/// On success `{"root":NODE}`. A NODE is
/// `{"kind":K,"line":L,"column":C}` with one more member by kind:
/// `"text"` for `string integer float boolean date time datetime` (the value as TOML writes it,
/// strings without quotes), `"items":[NODE…]` for `array`, and
/// `"entries":[{"key":…,"line":L,"column":C,"node":NODE}…]` for `table`.
/// On failure `{"failure":{"message":…,"line":L,"column":C}}`. Lines and columns are 1-based,
/// columns count code points.
///
/// Returns text that ends with NUL, to be given back to `gatebook_toml_free`; NULL only when memory
/// is out. Throws nothing.
char *gatebook_toml_read(const char *text, size_t length);

/// Frees what `gatebook_toml_read` returned; NULL is allowed.
void gatebook_toml_free(char *text);

#ifdef __cplusplus
}
#endif

#endif
