/// What a test or an operator does behind the vendor's back, without a request.
extension IndeCXSimulator {
    var faults: FaultPlan { front.faults }

    var statistics: SimulatorStatistics {
        var statistics = front.statistics
        statistics.tokensIssued = state.withLock { $0.tokens.issued }
        return statistics
    }

    /// Ends every token at once.
    public func expireTokens() { state.withLock { $0.tokens.expireAll() } }

    /// What would have been sent to the addresses that asked for links, in the order of the asking.
    public var callbacks: [IndeCXCallback] { state.withLock { $0.data?.callbacks ?? [] } }

    func changeLimit(toCount count: Int, in window: Duration) {
        front.changeLimit(toCount: count, in: window)
    }

    func reset(_ parts: Set<SimulatorPart>) {
        front.reset(parts)
        if parts.contains(.credentials) { expireTokens() }
        let now = time.wallClock
        state.withLock { state in
            if parts.contains(.data) { (state.began, state.data, state.landmarks) = (now, nil, nil) }
            if parts.contains(.statistics) { state.tokens.forgetCounts() }
        }
    }
}
