import HTTPCore
import JSONCore
import Primitives

/// What a simulator saw, for whoever judges those that call it.
public struct SimulatorStatistics: Sendable, Equatable {
    /// How many requests a window may hold; absent where the vendor documents no limit.
    public let limit: Int?
    /// The length of the windows that are counted in.
    public let window: Duration
    /// How many requests came, refused ones included.
    public internal(set) var calls = 0
    /// The most that any window held of what the vendor counts together, refused ones included.
    public internal(set) var mostInAnyWindow = 0
    /// How many requests the limit refused.
    public internal(set) var refused = 0
    /// How often the limit brought a block about.
    public internal(set) var blocks = 0
    /// How many requests met a planned fault.
    public internal(set) var faults = 0
    /// How many requests asked for a token.
    public internal(set) var tokenCalls = 0
    /// How many tokens were issued.
    public internal(set) var tokensIssued = 0
    /// How many requests presented a refresh token that had been spent before.
    public internal(set) var spentTokensPresented = 0
    /// How many requests were answered with each status, planned faults included.
    public internal(set) var answers: [Int: Int] = [:]

    init(limit: Int?, window: Duration) {
        self.limit = limit
        self.window = window
    }

    /// As `GET /{vendor}/-/statistics` answers it.
    var response: Response {
        .json { writer in
            writer.member("limit", limit)
            writer.member("window_seconds", Int(window.components.seconds))
            writer.member("calls", calls)
            writer.member("most_in_any_window", mostInAnyWindow)
            writer.member("refused", refused)
            writer.member("blocks", blocks)
            writer.member("faults", faults)
            writer.member("token_calls", tokenCalls)
            writer.member("tokens_issued", tokensIssued)
            writer.member("spent_refresh_tokens_presented", spentTokensPresented)
            writer.object("answers") { writer in
                for (status, count) in answers.sorted(by: { $0.key < $1.key }) {
                    writer.key(escaping: Text(decimal: status))
                    writer.integer(count)
                }
            }
        }
    }
}
