import Primitives

/// What the calls for one request took, for `Server-Timing` and `CX-Upstream-Calls`.
struct CallRecord: Sendable {
    /// How many calls went to vendors for it. Those that renew tokens serve every request, and are not counted.
    var calls = 0
    /// How long they waited for a token.
    var token = Duration.zero
    /// How long vendors took to answer.
    var upstream = Duration.zero
    /// How long translating took.
    var translation = Duration.zero

    /// Adds what was recorded side by side.
    mutating func add(_ other: CallRecord) {
        calls += other.calls
        token += other.token
        upstream += other.upstream
        translation += other.translation
    }
}
