#include <sqlite3.h>

/* sqlite3_config is variadic, which Swift cannot call. Without memory statistics SQLite takes no
 * lock for each allocation; it has to be asked before the first database of a process is opened. */
static inline int csqlite_turn_memory_statistics_off(void)
{
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
