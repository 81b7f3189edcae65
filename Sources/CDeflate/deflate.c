#include "deflate.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

size_t gatebook_gzip_bound(size_t length) { return compressBound(length) + 64; }

size_t gatebook_gzip(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity) {
  if (length > UINT_MAX || capacity > UINT_MAX) return 0;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  // 15 + 16: a gzip header, with no time in it, so that the same bytes give the same file.
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)length;
  stream.next_out = out;
  stream.avail_out = (uInt)capacity;
  int state = deflate(&stream, Z_FINISH);
  size_t written = stream.total_out;
  deflateEnd(&stream);
  return state == Z_STREAM_END ? written : 0;
}
