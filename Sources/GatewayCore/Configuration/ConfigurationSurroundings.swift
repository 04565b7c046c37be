/// What a configuration takes from outside of its file. Tests bring their own.
public protocol ConfigurationSurroundings {
    /// The environment variable of that name; nothing when it is not set.
    func variable(named name: String) -> String?

    /// The bytes of a file, at most `limit` of them; throws in words why it cannot be read.
    func contents(ofFile path: String, limit: Int) throws(FileUnreadable) -> [UInt8]

    /// Whether the machine knows that time zone (`America/Sao_Paulo`).
    func hasTimeZone(named name: String) -> Bool
}

/// Why a file cannot be read.
public struct FileUnreadable: Error, Equatable, Sendable {
    /// The reason, to stand behind "cannot be read: ".
    public var reason: String

    /// Unreadable for that reason.
    public init(_ reason: String) { self.reason = reason }
}
