#ifndef CX_CSQLITE_SHIM_H
#define CX_CSQLITE_SHIM_H

#include <sqlite3.h>
#include <stddef.h>

/* SQLITE_TRANSIENT, which has SQLite copy what it is lent, is a cast that Swift does not import. Nothing
   at all still binds as a value of length nought rather than as NULL. */
static inline int cx_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, size_t count) {
    return sqlite3_bind_text64(
        statement, index, count == 0 ? "" : text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int cx_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, size_t count) {
    return sqlite3_bind_blob64(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

/* sqlite3_db_config has a variable list of arguments. */
static inline int cx_sqlite_set(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

#endif
