import CSQLite

/// What is bound to a statement.
enum SQLiteValue {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case null
}

/// A statement, prepared once and finalised when it is let go.
final class SQLiteStatement {
    private let handle: OpaquePointer
    /// Kept, so that the connection outlives its statements.
    private let database: SQLiteDatabase

    /// Prepares the one statement that `sql` is.
    init(_ sql: String, in database: SQLiteDatabase) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code) }
        guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE) }
        handle = prepared
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end.
    func run(_ values: SQLiteValue...) throws(SQLiteError) {
        defer { reset() }
        try bind(values)
        while try step() {}
    }

    /// Runs the statement to its end, with what `row` makes of each row. Columns count from 0.
    func rows<Row>(_ values: SQLiteValue..., row: (SQLiteStatement) -> Row) throws(SQLiteError) -> [Row] {
        defer { reset() }
        try bind(values)
        var rows: [Row] = []
        while try step() { rows.append(row(self)) }
        return rows
    }

    /// An integer of the current row.
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// A text of the current row.
    func text(_ column: Int32) -> String {
        guard let text = sqlite3_column_text(handle, column) else { return "" }
        return String(cString: text)
    }

    /// The bytes of a value of the current row.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let code =
                switch value {
                case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
                case .text(let text): bind(index, text)
                case .bytes(let bytes):
                    bytes.withUnsafeBytes {
                        cx_sqlite_bind_blob(handle, index, $0.baseAddress, $0.count)
                    }
                case .null: sqlite3_bind_null(handle, index)
                }
            if code != SQLITE_OK { throw SQLiteError(code: code) }
        }
    }

    private func bind(_ index: Int32, _ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                cx_sqlite_bind_text(handle, index, $0.baseAddress, $0.count)
            }
        }
    }

    /// Goes to the next row; false when there is none.
    private func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteError(code: code)
        }
    }

    /// Ends the reading that a statement under way holds on to, and forgets what was bound, for that may be
    /// a secret.
    private func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }
}
