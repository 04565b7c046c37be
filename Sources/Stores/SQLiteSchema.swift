/// What is in a store's file, by version. A file of an earlier version is brought to the latest when it is
/// opened; one of a later version is left alone.
enum SQLiteSchema {
    /// Tells the gateway's files from those of other applications: `cxgw`.
    static let applicationIdentifier: Int64 = 0x6378_6777

    /// What brings a file from each version to the next, beginning with an empty file. What is released is
    /// never changed, only followed by more.
    static let migrations: [[String]] = [
        [
            "CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), commits INTEGER NOT NULL) STRICT",
            "INSERT INTO counter VALUES (1, 0)",
            """
            CREATE TABLE record (
                space TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
                version INTEGER NOT NULL, expiry INTEGER, PRIMARY KEY (space, name)) STRICT
            """,
            "CREATE INDEX record_expiry ON record (expiry) WHERE expiry IS NOT NULL",
            """
            CREATE TABLE point (
                space TEXT NOT NULL, name TEXT NOT NULL, moment INTEGER NOT NULL,
                ordinal INTEGER NOT NULL, value INTEGER NOT NULL,
                PRIMARY KEY (space, name, moment, ordinal)) STRICT, WITHOUT ROWID
            """,
        ]
    ]

    /// The version that this program writes.
    static var latestVersion: Int64 { Int64(migrations.count) }

    /// The version of a file; 0 when it is empty.
    ///
    /// - Throws: ``StoreError/Cause/tooNew``, and ``StoreError/Cause/damaged`` for another application's.
    static func version(of database: SQLiteDatabase) throws(StoreError) -> Int64 {
        let identifier: Int64
        let version: Int64
        let count: Int64
        let isAlone = !database.isInTransaction
        defer { if isAlone { try? database.rollBack() } }
        do throws(SQLiteError) {
            // All as of one moment, since another process may be making the file just now.
            if isAlone { try database.execute("BEGIN") }
            identifier = try database.integer("PRAGMA application_id")
            version = try database.integer("PRAGMA user_version")
            count = try database.integer("SELECT count(*) FROM sqlite_schema")
        } catch {
            throw StoreError(error)
        }
        if identifier == 0, version == 0, count == 0 { return 0 }
        guard identifier == applicationIdentifier, version > 0 else {
            throw StoreError(.damaged, "The store's file belongs to another application.")
        }
        guard version <= latestVersion else {
            throw StoreError(
                .tooNew,
                "The store's file is of version \(version), this program's is \(latestVersion).")
        }
        return version
    }

    /// Brings a file to the latest version, all at once or not at all.
    static func migrate(_ database: SQLiteDatabase) throws(StoreError) {
        do throws(SQLiteError) {
            try database.execute("BEGIN IMMEDIATE")
        } catch {
            throw StoreError(error)
        }
        do throws(StoreError) {
            // Read again, because another process may have done it meanwhile.
            let version = try version(of: database)
            do throws(SQLiteError) {
                for migration in migrations[Int(version)...] {
                    for statement in migration { try database.execute(statement) }
                }
                try database.execute("PRAGMA application_id = \(applicationIdentifier)")
                try database.execute("PRAGMA user_version = \(latestVersion)")
                try database.execute("COMMIT")
            } catch {
                throw StoreError(error)
            }
        } catch {
            try? database.rollBack()
            throw error
        }
    }
}
