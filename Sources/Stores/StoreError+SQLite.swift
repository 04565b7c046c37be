import CSQLite

extension StoreError {
    /// What a failure of SQLite means for who asked.
    init(_ error: SQLiteError) {
        switch error.primaryCode {
        case SQLITE_FULL: self.init(.full, "There is no room left on the disk that the store is on.")
        case SQLITE_READONLY: self.init(.readOnly, Self.reasonForReadOnly(error.code))
        case SQLITE_CANTOPEN:
            self.init(.readOnly, "The store's file, or a file beside it, cannot be opened or made.")
        case SQLITE_PERM, SQLITE_AUTH: self.init(.readOnly, "The store's file may not be accessed.")
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            self.init(.locked, "Another process held the store's file for longer than is waited for.")
        case SQLITE_CORRUPT: self.init(.damaged, "The store's file is damaged.")
        case SQLITE_NOTADB: self.init(.damaged, "The store's file is no database.")
        case SQLITE_IOERR where error.code == Self.corruptFileSystem:
            self.init(.damaged, "The file system that the store is on is damaged.")
        default:
            let name = String(cString: sqlite3_errstr(error.code))
            self.init(.unknown, "Reading or writing the store failed: \(name) (SQLite code \(error.code)).")
        }
    }

    /// `SQLITE_IOERR_CORRUPTFS`, which is a macro that Swift does not import.
    private static let corruptFileSystem = SQLITE_IOERR | (33 << 8)

    private static func reasonForReadOnly(_ code: Int32) -> String {
        switch code >> 8 {
        case 4: "The store's file was moved or removed while it was in use."
        case 6: "The folder of the store's file may not be written."
        default: "The store's file may not be written."
        }
    }

    /// What every call gets once it is closed.
    static let closedStore = StoreError(.closed, "The store is closed.")

    /// What every call gets after a write of which nobody can tell what reached the disk.
    static let failedStore = StoreError(
        .closed, "An earlier write failed on its way to the disk; the store takes nothing until a restart.")

    /// What a call gets when as much waits as may.
    static let overloadedStore = StoreError(.overloaded, "Too much waits to be written to the store.")
}
