import Glibc
import Primitives

/// The process's environment, the machine's files and its time zones.
public struct SystemSurroundings: ConfigurationSurroundings {
    /// The machine.
    public init() {}

    /// What `getenv` says.
    public func variable(named name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Reads the file, a pipe included (`--config <(…)`, `/dev/stdin`).
    public func contents(ofFile path: String, limit: Int) throws(FileUnreadable) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw FileUnreadable(Self.lastError) }
        defer { fclose(file) }
        var read = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit + 1) { room, count in
            read = fread(room.baseAddress, 1, limit + 1, file)
            count = read
        }
        if ferror(file) != 0 { throw FileUnreadable(Self.lastError) }
        if read > limit { throw FileUnreadable("it is longer than \(limit) bytes") }
        return bytes
    }

    /// Reads the zone's file.
    public func timeZone(named name: String) throws(ZoneError) -> Zone { try Zone(named: name) }

    private static var lastError: String { String(cString: strerror(errno)) }
}
