import CSQLite

extension SQLiteDatabase {
    /// How often the switch to a write-ahead log is tried, which does not wait by itself; and the pause.
    private static let attempts = 100
    private static let pauseInMilliseconds: Int32 = 10

    /// Opens a store's file, which is made when it is missing, and checks it. Nothing is done to a file
    /// before it is known for a store's.
    static func open(_ path: String, _ options: SQLiteOptions) throws(StoreError) -> SQLiteDatabase {
        let path = try SQLiteFile.prepare(path)
        let database: SQLiteDatabase
        do throws(SQLiteError) {
            database = try SQLiteDatabase(path: path, fileSystem: options.fileSystem)
            database.waitWhenBusy(options.patience)
            try database.distrustContent()
        } catch {
            throw StoreError(error)
        }
        let version = try SQLiteSchema.version(of: database)
        try SQLiteFile.closeToOthers(path)
        if database.isReadOnly { throw StoreError(.readOnly, "The store's file may not be written.") }
        do throws(SQLiteError) {
            try database.useLog()
            try database.protectContent()
            if let limit = options.maximumPages { try database.execute("PRAGMA max_page_count = \(limit)") }
        } catch {
            throw StoreError(error)
        }
        try database.checkPages()
        if version < SQLiteSchema.latestVersion { try SQLiteSchema.migrate(database) }
        return database
    }

    /// Has a file that somebody tampered with run nothing, and another application's stay as it is.
    private func distrustContent() throws(SQLiteError) {
        try configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        try configure(SQLITE_DBCONFIG_DEFENSIVE, true)
        try configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
        try execute("PRAGMA cell_size_check = ON")
    }

    /// Switches to a write-ahead log, which stays so for the file. Where two processes do so at once, one
    /// is told at once that the file is busy, whatever patience it has.
    private func useLog() throws(SQLiteError) {
        for attempt in 1... {
            do throws(SQLiteError) {
                guard try text("PRAGMA journal_mode = WAL") != "wal" else { return }
                throw SQLiteError(code: SQLITE_CANTOPEN)
            } catch {
                guard error.primaryCode == SQLITE_BUSY, attempt < Self.attempts else { throw error }
                sqlite3_sleep(Self.pauseInMilliseconds)
            }
        }
    }

    /// Has commits reach the disk, and secrets leave no trace: not in pages that are free, nor in files for
    /// temporary things.
    private func protectContent() throws(SQLiteError) {
        try configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA secure_delete = ON")
        try execute("PRAGMA temp_store = MEMORY")
    }

    private func checkPages() throws(StoreError) {
        let report: String
        do throws(SQLiteError) {
            report = try text("PRAGMA quick_check(1)")
        } catch {
            throw StoreError(error)
        }
        // The report names pages and rows, which nobody but SQLite understands.
        if report != "ok" { throw StoreError(.damaged, "The store's file is damaged.") }
    }
}
