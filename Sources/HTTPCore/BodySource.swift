import Primitives

/// Where the bytes of a body come from, a piece at a time, for one reader that asks for the next when it is done
/// with the last. What is not asked for stays with the sender.
public protocol BodySource: AnyObject, Sendable {
    /// The next piece, which is the reader's from here on; nothing behind the last.
    func next() async throws(BodyFailure) -> ByteBuffer?
}

/// A body that cannot be read to its end.
public struct BodyFailure: Error, Sendable, Equatable {
    /// The kind of problem, which says the status.
    public let kind: ProblemKind
    /// What is wrong, for people.
    public let reason: StaticString
    /// Where in the body, as a JSON pointer would say it, if it is a part that is wrong.
    public let pointer: String?

    /// A failure of that kind.
    public init(_ kind: ProblemKind, _ reason: StaticString, at pointer: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.pointer = pointer
    }

    /// The sender is gone, or the reader gave up.
    public static let cancelled = BodyFailure(.requestTimeout, "The body was not sent to its end.")

    /// Whether they are of one kind and say the same.
    public static func == (left: BodyFailure, right: BodyFailure) -> Bool {
        left.kind == right.kind && "\(left.reason)" == "\(right.reason)" && left.pointer == right.pointer
    }
}

/// How the body of a request is handed on.
public enum BodyHandling: Sendable, Equatable {
    /// Whole, as ``Request/body``, and so within the server's own limit.
    case whole
    /// As it comes, as ``Request/stream``; so many bytes at most, without their chunking.
    case streamed(limit: Int)
}
