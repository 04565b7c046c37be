/// What a request is answered whose calls meet a fault, and how many calls that takes.
struct FaultExpectation {
    /// What a request is told that failed.
    struct Problem: Equatable {
        let status: Int
        let slug: String
        let outcome: String?
        let isRetriable: Bool
    }

    /// Nothing when the request succeeds.
    let problem: Problem?
    /// How many calls are made.
    let calls: Int

    /// A read is made again, up to twice, after whatever may pass.
    static func read(_ fault: FaultyProxy.Fault, isRepeated: Bool) -> FaultExpectation {
        switch fault {
        case .none, .delay, .slice: answered(calls: 1)
        case .garble: failed(502, "vendor-malformed", calls: 1)
        case .refuse: failed(422, "vendor-rejected", calls: 1)
        case _ where !isRepeated: answered(calls: 2)
        case .drop, .reset, .loseReply, .breakDown: failed(502, "vendor-error", isRetriable: true, calls: 3)
        case .cutReply, .resetReply: failed(502, "vendor-malformed", isRetriable: true, calls: 3)
        case .hang: failed(504, "vendor-timeout", isRetriable: true, calls: 3)
        }
    }

    /// A write is made once whatever happens, and says what is known of it.
    static func write(_ fault: FaultyProxy.Fault) -> FaultExpectation {
        switch fault {
        case .none, .delay, .slice: answered(calls: 1)
        case .drop, .reset, .loseReply, .breakDown: failed(502, "vendor-error", "unknown", calls: 1)
        case .cutReply, .resetReply, .garble: failed(502, "vendor-malformed", "unknown", calls: 1)
        case .hang: failed(504, "vendor-timeout", "unknown", calls: 1)
        case .refuse: failed(422, "vendor-rejected", "not_applied", calls: 1)
        }
    }

    /// The same for a vendor that answers the write with a status and no more: what is cut off the reply is cut
    /// off its head, so there is no answer at all.
    static func writeAnsweredByStatusAlone(_ fault: FaultyProxy.Fault) -> FaultExpectation {
        switch fault {
        case .cutReply, .resetReply: failed(502, "vendor-error", "unknown", calls: 1)
        default: write(fault)
        }
    }

    /// It succeeds.
    static func answered(calls: Int) -> FaultExpectation {
        FaultExpectation(problem: nil, calls: calls)
    }

    /// It fails.
    static func failed(
        _ status: Int, _ slug: String, _ outcome: String? = nil, isRetriable: Bool = false, calls: Int
    ) -> FaultExpectation {
        FaultExpectation(
            problem: Problem(status: status, slug: slug, outcome: outcome, isRetriable: isRetriable),
            calls: calls)
    }
}
