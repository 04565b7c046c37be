import Primitives
import Synchronization

/// What the calls for one request took, for `Server-Timing`, `CX-Upstream-Calls` and the access log.
struct CallRecord: Sendable {
    /// The connections that calls were asked of, each once, whether or not a call was made.
    private(set) var connections: [VendorConnection] = []
    /// How many calls went to vendors; a renewal of tokens, which serves others as well, is none of them.
    var calls = 0
    /// How long they waited for a token.
    var token = Duration.zero
    /// How long vendors took to answer.
    var upstream = Duration.zero
    /// How long translating took.
    var translation = Duration.zero

    /// Notes that a call is asked of a connection.
    mutating func touch(_ connection: VendorConnection) {
        guard !connections.contains(where: { $0 === connection }) else { return }
        connections.append(connection)
    }
}

/// Adds up what the calls for one request take. They may run side by side, and the sum is there whether the
/// request succeeds or fails.
final class CallMeter: Sendable {
    private let state = Mutex(CallRecord())

    /// What has been recorded so far.
    var record: CallRecord { state.withLock { $0 } }

    /// Adds what `body` adds.
    func update(_ body: (inout sending CallRecord) -> Void) { state.withLock { body(&$0) } }
}
