import Primitives

/// What a store says to its file, prepared once.
struct SQLiteStatements {
    /// Begins a transaction that no other connection writes beside.
    let begin: SQLiteStatement
    let commit: SQLiteStatement
    private let database: SQLiteDatabase
    private let selectCount: SQLiteStatement
    private let updateCount: SQLiteStatement
    private let selectRecord: SQLiteStatement
    private let selectVersion: SQLiteStatement
    private let putRecord: SQLiteStatement
    private let removeRecord: SQLiteStatement
    private let removeExpired: SQLiteStatement
    private let selectPoints: SQLiteStatement
    private let insertPoint: SQLiteStatement
    private let removePoints: SQLiteStatement

    /// Prepares them in a file that has the latest schema.
    init(_ database: SQLiteDatabase) throws(SQLiteError) {
        func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
            try SQLiteStatement(sql, in: database)
        }
        self.database = database
        begin = try prepare("BEGIN IMMEDIATE")
        commit = try prepare("COMMIT")
        selectCount = try prepare("SELECT commits FROM counter")
        updateCount = try prepare("UPDATE counter SET commits = ?1")
        let found = "FROM record WHERE space = ?1 AND name = ?2 AND (expiry IS NULL OR expiry > ?3)"
        selectRecord = try prepare("SELECT version, value \(found)")
        selectVersion = try prepare("SELECT version \(found)")
        putRecord = try prepare(
            """
            INSERT INTO record (space, name, value, version, expiry) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE
            SET value = excluded.value, version = excluded.version, expiry = excluded.expiry
            """)
        removeRecord = try prepare("DELETE FROM record WHERE space = ?1 AND name = ?2")
        removeExpired = try prepare(
            """
            DELETE FROM record
            WHERE rowid IN (SELECT rowid FROM record WHERE expiry <= ?1 ORDER BY expiry LIMIT ?2)
            """)
        selectPoints = try prepare(
            """
            SELECT moment, value FROM point
            WHERE space = ?1 AND name = ?2 AND moment >= ?3 ORDER BY moment, ordinal
            """)
        // Of points of one moment, the order is that in which they were added.
        insertPoint = try prepare(
            """
            INSERT INTO point (space, name, moment, ordinal, value)
            SELECT ?1, ?2, ?3, coalesce(max(ordinal) + 1, 0), ?4
            FROM point WHERE space = ?1 AND name = ?2 AND moment = ?3
            """)
        removePoints = try prepare("DELETE FROM point WHERE space = ?1 AND name = ?2 AND moment < ?3")
    }

    /// How many commits were made by all who share the file.
    func commitCount() throws(SQLiteError) -> UInt64 {
        UInt64(bitPattern: try selectCount.rows { $0.integer(0) }.first ?? 0)
    }

    /// Keeps the number of commits.
    func setCommitCount(_ count: UInt64) throws(SQLiteError) {
        try updateCount.run(.integer(Int64(bitPattern: count)))
    }

    /// The record under a key, unless it has expired.
    func record(_ key: StoreKey, at now: Timestamp) throws(SQLiteError) -> StoredRecord? {
        try selectRecord.rows(.text(key.space), .text(key.name), .integer(now.milliseconds)) { row in
            StoredRecord(value: row.bytes(1), version: RecordVersion(UInt64(bitPattern: row.integer(0))))
        }.first
    }

    /// The points of a series from a moment on, oldest first.
    func points(of series: StoreKey, since start: Timestamp) throws(SQLiteError) -> [SeriesPoint] {
        try selectPoints.rows(.text(series.space), .text(series.name), .integer(start.milliseconds)) { row in
            SeriesPoint(moment: Timestamp(milliseconds: row.integer(0)), value: row.integer(1))
        }
    }

    /// Whether all records are at the versions that the changes expect, before any of these is made.
    func areAsExpected(_ changes: [StoreChange], at now: Timestamp) throws(SQLiteError) -> Bool {
        for change in changes {
            switch change {
            case .put(let key, _, let expected, _):
                guard try version(of: key, at: now) == expected else { return false }
            case .remove(let key, let expected):
                guard try version(of: key, at: now) == expected else { return false }
            case .append: break
            }
        }
        return true
    }

    /// Makes a change.
    func apply(_ change: StoreChange, _ version: RecordVersion) throws(SQLiteError) {
        switch change {
        case .put(let key, let value, _, let expiry):
            try putRecord.run(
                .text(key.space), .text(key.name), .bytes(value), .integer(Int64(bitPattern: version.number)),
                expiry.map { .integer($0.milliseconds) } ?? .null)
        case .remove(let key, _):
            try removeRecord.run(.text(key.space), .text(key.name))
        case .append(let point, let series, let start):
            try removePoints.run(.text(series.space), .text(series.name), .integer(start.milliseconds))
            try insertPoint.run(
                .text(series.space), .text(series.name), .integer(point.moment.milliseconds),
                .integer(point.value))
        }
    }

    /// Removes so many of the records that have expired; whether there may be more of them.
    func sweep(before now: Timestamp, limit: Int) throws(SQLiteError) -> Bool {
        try removeExpired.run(.integer(now.milliseconds), .integer(Int64(limit)))
        return database.changedRowCount == limit
    }

    private func version(of key: StoreKey, at now: Timestamp) throws(SQLiteError) -> RecordVersion? {
        try selectVersion.rows(.text(key.space), .text(key.name), .integer(now.milliseconds)) { row in
            RecordVersion(UInt64(bitPattern: row.integer(0)))
        }.first
    }
}
