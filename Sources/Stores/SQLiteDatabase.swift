import CSQLite

/// A result code of SQLite that stands for a failure.
struct SQLiteError: Error, Equatable {
    /// The extended code, as `SQLITE_IOERR_FSYNC`.
    let code: Int32

    /// The code without what extends it, as `SQLITE_IOERR`.
    var primaryCode: Int32 { code & 0xFF }
}

/// A connection to a database file, closed when it is let go. It is used by one thread at a time.
final class SQLiteDatabase {
    /// The connection, for the statements made in it.
    let handle: OpaquePointer
    /// How long another who holds the file is waited for, in milliseconds.
    private var patience: Int32 = 0
    /// How many pages the write-ahead log held after the last commit; SQLite writes it through the hook.
    private let loggedPages: UnsafeMutablePointer<Int32>

    /// Opens a file that is there already.
    ///
    /// - Parameter fileSystem: One of SQLite's virtual file systems; the machine's own when there is none.
    init(path: String, fileSystem: String?) throws(SQLiteError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, fileSystem)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code == SQLITE_OK ? SQLITE_NOMEM : code)
        }
        handle = opened
        loggedPages = .allocate(capacity: 1)
        loggedPages.initialize(to: 0)
        // In place of SQLite's own hook, which writes the log back by itself and drops the errors of that.
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, loggedPages)
    }

    deinit {
        sqlite3_close_v2(handle)
        loggedPages.deallocate()
    }

    /// How many pages the write-ahead log held after this connection's last commit.
    var loggedPageCount: Int { Int(loggedPages.pointee) }

    /// How many rows the last statement that changed some has changed.
    var changedRowCount: Int { Int(sqlite3_changes64(handle)) }

    /// Whether the file could be opened for reading alone.
    var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// Whether a transaction is open. SQLite ends one by itself after some errors.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// How long to wait for another who holds the file.
    func waitWhenBusy(_ duration: Duration) {
        patience = Int32(clamping: duration.nanoseconds / 1_000_000)
        sqlite3_busy_timeout(handle, patience)
    }

    /// Sets one of `SQLITE_DBCONFIG_*`.
    func configure(_ option: Int32, _ value: Bool) throws(SQLiteError) {
        try check(cx_sqlite_set(handle, option, value ? 1 : 0))
    }

    /// Runs SQL whose rows, if any, do not matter.
    func execute(_ sql: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The integer that a query gives; 0 when it gives no row.
    func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        try SQLiteStatement(sql, in: self).rows { $0.integer(0) }.first ?? 0
    }

    /// The text that a query gives; empty when it gives no row.
    func text(_ sql: String) throws(SQLiteError) -> String {
        try SQLiteStatement(sql, in: self).rows { $0.text(0) }.first ?? ""
    }

    /// Writes back what of the log nobody reads any more, waiting for nobody.
    func checkpoint() throws(SQLiteError) {
        let code = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        if code & 0xFF != SQLITE_BUSY { try check(code) }
    }

    /// Writes the whole log back and cuts it to nothing, waiting for nobody; whether none was in the way.
    func emptyLog() throws(SQLiteError) -> Bool {
        sqlite3_busy_timeout(handle, 0)
        defer { sqlite3_busy_timeout(handle, patience) }
        let code = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard code & 0xFF != SQLITE_BUSY else { return false }
        try check(code)
        loggedPages.pointee = 0
        return true
    }

    /// Undoes the open transaction, if there is one.
    func rollBack() throws(SQLiteError) {
        if isInTransaction { try execute("ROLLBACK") }
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        if code != SQLITE_OK { throw SQLiteError(code: code) }
    }
}
