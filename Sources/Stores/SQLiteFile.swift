import Glibc
import Reactor

/// The file of a store before SQLite opens it: there, and nobody's but its owner's.
enum SQLiteFile {
    /// What SQLite appends to a file's name for the files it keeps beside it.
    private static let companions = ["-wal", "-shm", "-journal"]

    /// Makes the file and its folder when they are missing, for the owner alone.
    ///
    /// The file is never opened here: closing it would drop the locks that another connection of this
    /// process has on it.
    ///
    /// - Returns: The path with every link followed.
    static func prepare(_ path: String) throws(StoreError) -> String {
        let folder = folder(of: path)
        try makeFolder(folder)
        do throws(SystemCallError) {
            try systemCall("mknod") { mknod(path, S_IFREG | S_IRUSR | S_IWUSR, 0) }
            try sync(folder)
        } catch {
            if error.code != EEXIST { throw refusal(error, "The store's file cannot be made") }
        }
        return try resolve(path)
    }

    /// Closes a file that is known for a store, and those beside it, to everybody but their owner. Those
    /// that SQLite makes later have the mode of the file.
    static func closeToOthers(_ path: String) throws(StoreError) {
        for name in [path] + companions.map({ path + $0 }) { try takePermissions(of: name) }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder, and those it is in, for the owner alone.
    private static func makeFolder(_ folder: String) throws(StoreError) {
        // Also when it is there on a file system that is read-only, which mkdir would say first.
        if access(folder, F_OK) == 0 { return }
        let parent = Self.folder(of: folder)
        if parent != folder { try makeFolder(parent) }
        do throws(SystemCallError) {
            try systemCall("mkdir") { mkdir(folder, S_IRWXU) }
            try sync(parent)
        } catch {
            if error.code != EEXIST { throw refusal(error, "The folder of the store's file cannot be made") }
        }
    }

    /// Makes a new name in a folder outlive a loss of power.
    private static func sync(_ folder: String) throws(SystemCallError) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let descriptor = FileDescriptor(owning: try systemCall("open") { open(folder, flags) })
        let number = descriptor.number
        try systemCall("fsync") { fsync(number) }
    }

    private static func resolve(_ path: String) throws(StoreError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw StoreError(.readOnly, "The store's file cannot be reached.")
        }
        defer { free(resolved) }
        var status = stat()
        guard stat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.damaged, "The store's path is that of something other than a file.")
        }
        // SQLite would open a file that may only be read all the same, and leave others beside it.
        guard access(resolved, R_OK | W_OK) == 0 else {
            throw StoreError(.readOnly, "The store's file may not be written.")
        }
        return String(cString: resolved)
    }

    private static func takePermissions(of path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & (S_IRWXG | S_IRWXO) != 0 else { return }
        do throws(SystemCallError) {
            try systemCall("chmod") { chmod(path, S_IRUSR | S_IWUSR) }
        } catch {
            // Another connection may have removed it meanwhile.
            if error.code == ENOENT { return }
            throw refusal(error, "The store's file is open to other users, and cannot be closed to them")
        }
    }

    private static func refusal(_ error: SystemCallError, _ what: String) -> StoreError {
        let reason = String(cString: strerror(error.code))
        let isFull = [ENOSPC, EDQUOT].contains(error.code)
        return StoreError(isFull ? .full : .readOnly, "\(what): \(reason).")
    }
}
