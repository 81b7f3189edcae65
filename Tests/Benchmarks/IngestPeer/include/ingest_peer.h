#ifndef INGEST_PEER_H
#define INGEST_PEER_H

#include <stdint.h>

/* What the benchmarks of the store are measured against: the same work in plain C, with the same
 * schema (the database is made by the store) and the same settings, and nothing in between. */

/* One punch, as plain C would hold it. */
struct ingest_peer_punch {
    int64_t at;
    char device_user_id[16];
    uint8_t state;
    uint8_t verify;
    int32_t position;
};

/* Inserts `count` punches of the gate `serial`, with their reading, in one transaction.
 * Returns the number of new punches, or -1 with SQLite's message on stderr. */
int64_t ingest_peer_insert(const char *path, const char *settings, const char *serial,
                           const struct ingest_peer_punch *punches, int64_t count);

/* Reads the punches from `from` up to but not at `to`, ordered by time, serial, position and row,
 * touching every column. Returns their number, or -1 with SQLite's message on stderr. */
int64_t ingest_peer_read(const char *path, const char *settings, int64_t from, int64_t to);

#endif
