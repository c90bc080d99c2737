#ifndef LECTERN_CSQLITE_SHIM_H
#define LECTERN_CSQLITE_SHIM_H

// Swift cannot call a C function with a variable number of arguments. The declaration is repeated here instead of including
// the whole header, which another module of this program brings already.
int sqlite3_config(int option, ...);

// SQLite, "Configuration Options": SQLITE_CONFIG_MEMSTATUS.
#define LECTERN_SQLITE_CONFIG_MEMSTATUS 9

/// Stops SQLite from counting its memory, which takes a lock of the whole process with each allocation.
/// Must be called before SQLite's first use; gives a result code.
static inline int lectern_sqlite_stop_counting_memory(void) {
    return sqlite3_config(LECTERN_SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
