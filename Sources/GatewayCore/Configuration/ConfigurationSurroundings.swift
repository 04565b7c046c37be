import Primitives

/// What a configuration takes from outside of its file. Tests bring their own.
public protocol ConfigurationSurroundings {
    /// The environment variable of that name; nothing when it is not set.
    func variable(named name: String) -> String?

    /// The bytes of a file, at most `limit` of them; throws in words why it cannot be read.
    func contents(ofFile path: String, limit: Int) throws(FileUnreadable) -> [UInt8]

    /// The time zone of that name (`America/Sao_Paulo`).
    func timeZone(named name: String) throws(ZoneError) -> Zone
}

/// Why a file cannot be read.
public struct FileUnreadable: Error, Equatable, Sendable {
    /// The reason, to stand behind "cannot be read: ".
    public var reason: String

    /// Unreadable for that reason.
    public init(_ reason: String) { self.reason = reason }
}
