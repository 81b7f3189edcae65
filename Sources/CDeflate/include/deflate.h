#ifndef GATEBOOK_DEFLATE_H
#define GATEBOOK_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

// The part of zlib that pages need; its setup calls are macros, which Swift cannot call.

/// The most bytes that `length` bytes become when compressed.
size_t gatebook_gzip_bound(size_t length);

/// Compresses in gzip form without name or time; the length of the result, 0 when it failed.
size_t gatebook_gzip(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity);

#endif
