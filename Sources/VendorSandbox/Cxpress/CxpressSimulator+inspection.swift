import Primitives

/// What a test or an operator does behind the vendor's back, without a request.
extension CxpressSimulator {
    /// What an address did so far.
    public func statistics(of address: IPAddress) -> RequestStatistics {
        front.statistics(of: address)
    }

    /// The addresses that requests came from.
    public var addresses: [IPAddress] { front.seen }

    /// Forgets every address's requests, and lifts the blocks.
    public func forgetAddresses() { front.reset([.statistics]) }

    /// The newest pair of tokens.
    public var credentials: CxpressCredentialPair { state.withLock { $0.credentials.pair } }

    /// How many pairs a refresh token was spent on.
    public var refreshes: Int { state.withLock { $0.credentials.refreshes } }

    /// Issues a new pair, as a person does in the vendor's interface when the account is locked.
    @discardableResult
    public func issueCredentials() -> CxpressCredentialPair {
        let now = time.now
        return state.withLock { $0.credentials.issue(at: now, random: &$0.tokenRandom) }
    }

    /// Ends every API token at once; refresh tokens stay.
    public func expireTokens() { state.withLock { $0.credentials.expireTokens() } }

    /// Ends the refresh token: what is left of the API token's hour is all there is.
    public func expireRefreshToken() {
        let now = time.now
        state.withLock { $0.credentials.expireRefreshToken(at: now) }
    }

    /// Has the operator of that `user_id` handle the ticket, or nobody; `false` when there is no such ticket.
    @discardableResult
    public func setHandler(ofTicket id: String, to agentUserID: String?) -> Bool {
        state.withLock { state in
            guard state.data.tickets[id] != nil else { return false }
            state.data.tickets.update(id) { $0.handlerUserID = agentUserID }
            return true
        }
    }
}

extension CxpressSimulator: VendorSimulator {
    var faults: FaultPlan { front.faults }

    var statistics: SimulatorStatistics {
        var statistics = front.statistics
        state.withLock { state in
            statistics.tokensIssued = state.credentials.refreshes
            statistics.spentTokensPresented = state.credentials.spentTokensPresented
        }
        return statistics
    }

    func issuePair() -> CxpressCredentialPair? { issueCredentials() }

    func changeLimit(toCount count: Int, in window: Duration) {
        front.changeLimit(toCount: count, in: window)
    }

    func reset(_ parts: Set<SimulatorPart>) {
        front.reset(parts)
        let fresh = parts.isDisjoint(with: [.credentials, .data]) ? nil : State(configuration, time)
        state.withLock { state in
            if let fresh, parts.contains(.credentials) { state.credentials = fresh.credentials }
            if let fresh, parts.contains(.data) { state.data = fresh.data }
            if parts.contains(.statistics) { state.credentials.forgetCounts() }
        }
    }
}
