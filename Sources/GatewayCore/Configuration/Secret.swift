/// A value that is used and never shown: it prints as `[redacted]`, in string interpolation, in a dump and
/// inside of anything that holds it.
public struct Secret: Sendable {
    private let value: String

    /// Hides `value`.
    public init(_ value: String) { self.value = value }

    /// The value itself, for the place that sends it, hashes it or seals with it.
    public func reveal() -> String { value }

    /// How many bytes it has.
    public var count: Int { value.utf8.count }

    /// Whether both hold the same bytes, in a time that depends on their lengths only.
    public func matches(_ other: Secret) -> Bool {
        Digest.matches(value.utf8, other.value.utf8)
    }
}

extension Secret: Equatable {
    /// Whether both hold the same bytes; see ``matches(_:)``.
    public static func == (left: Secret, right: Secret) -> Bool { left.matches(right) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `[redacted]`
    public var description: String { "[redacted]" }
    /// `[redacted]`
    public var debugDescription: String { description }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
