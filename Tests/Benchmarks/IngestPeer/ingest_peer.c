#include "ingest_peer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* Tells what failed and closes the database. */
static int64_t fail(sqlite3 *database, const char *step)
{
    fprintf(stderr, "ingest peer: %s: %s\n", step, sqlite3_errmsg(database));
    sqlite3_close_v2(database);
    return -1;
}

static sqlite3 *open_database(const char *path, const char *settings)
{
    sqlite3 *database = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &database, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(database, settings, NULL, NULL, NULL) != SQLITE_OK) {
        fail(database, "open");
        return NULL;
    }
    return database;
}

/* Makes the gate and the reading; returns 0 when that failed. */
static int begin(sqlite3 *database, const char *serial, sqlite3_int64 *gate, sqlite3_int64 *reading)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) return 0;
    sqlite3_prepare_v2(database,
                       "INSERT INTO gate (serial, first_seen) VALUES (?, 0) ON CONFLICT (serial) "
                       "DO UPDATE SET first_seen = first_seen RETURNING id",
                       -1, &statement, NULL);
    sqlite3_bind_text(statement, 1, serial, -1, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_ROW) return 0;
    *gate = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_prepare_v2(database,
                       "INSERT INTO reading (gate_id, source, origin, read_at, mode, attempts, "
                       "records_read, bytes_received, seconds) "
                       "VALUES (?, 'pull', '', 0, 'full', 1, 0, 0, 0.0)",
                       -1, &statement, NULL);
    sqlite3_bind_int64(statement, 1, *gate);
    if (sqlite3_step(statement) != SQLITE_DONE) return 0;
    sqlite3_finalize(statement);
    *reading = sqlite3_last_insert_rowid(database);
    return 1;
}

int64_t ingest_peer_insert(const char *path, const char *settings, const char *serial,
                           const struct ingest_peer_punch *punches, int64_t count)
{
    sqlite3_int64 gate, reading, added = 0;
    sqlite3_stmt *insert = NULL;
    sqlite3 *database = open_database(path, settings);
    if (database == NULL) return -1;
    if (!begin(database, serial, &gate, &reading)) return fail(database, "begin");
    if (sqlite3_prepare_v2(database,
                           "INSERT INTO punch (gate_id, reading_id, at, device_user_id, state, "
                           "verify, work_code, user_slot, is_slot_keyed, position) "
                           "VALUES (?, ?, ?, ?, ?, ?, '', NULL, 0, ?) ON CONFLICT DO NOTHING",
                           -1, &insert, NULL) != SQLITE_OK)
        return fail(database, "prepare");
    sqlite3_bind_int64(insert, 1, gate);
    sqlite3_bind_int64(insert, 2, reading);
    for (int64_t index = 0; index < count; index++) {
        const struct ingest_peer_punch *punch = &punches[index];
        sqlite3_bind_int64(insert, 3, punch->at);
        sqlite3_bind_text(insert, 4, punch->device_user_id, -1, SQLITE_STATIC);
        sqlite3_bind_int(insert, 5, punch->state);
        sqlite3_bind_int(insert, 6, punch->verify);
        sqlite3_bind_int(insert, 7, punch->position);
        if (sqlite3_step(insert) != SQLITE_DONE) return fail(database, "insert");
        added += sqlite3_changes(database);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    if (sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        return fail(database, "commit");
    sqlite3_close_v2(database);
    return added;
}

int64_t ingest_peer_read(const char *path, const char *settings, int64_t from, int64_t to)
{
    int64_t count = 0, sum = 0;
    int code;
    sqlite3_stmt *select = NULL;
    sqlite3 *database = open_database(path, settings);
    if (database == NULL) return -1;
    if (sqlite3_prepare_v2(
            database,
            "SELECT p.id, g.serial, p.at, p.device_user_id, p.state, p.verify, p.work_code, "
            "p.user_slot, p.is_slot_keyed, p.position, r.source, r.read_at, r.clock_offset_seconds "
            "FROM gate g CROSS JOIN punch p ON p.gate_id = g.id JOIN reading r ON r.id = p.reading_id "
            "WHERE p.at >= ? AND p.at < ? ORDER BY p.at, g.serial, p.position, p.id",
            -1, &select, NULL) != SQLITE_OK)
        return fail(database, "prepare");
    sqlite3_bind_int64(select, 1, from);
    sqlite3_bind_int64(select, 2, to);
    while ((code = sqlite3_step(select)) == SQLITE_ROW) {
        count++;
        for (int column = 0; column < 13; column++) {
            if (sqlite3_column_type(select, column) == SQLITE_TEXT)
                sum += sqlite3_column_text(select, column)[0];
            else
                sum += sqlite3_column_int64(select, column);
        }
    }
    if (code != SQLITE_DONE || sum == 0) return fail(database, "read");
    sqlite3_finalize(select);
    sqlite3_close_v2(database);
    return count;
}
