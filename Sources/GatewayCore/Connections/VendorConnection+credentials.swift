import HTTPCore
import HTTPUpstream
import JSONCore
import Primitives
import VendorKit

extension VendorConnection {
    /// What a call proves itself with.
    enum Authorization {
        case keys
        case token(Text)
    }

    /// What the next call proves itself with.
    func authorization(_ calls: CallMeter) async throws(Problem) -> Authorization {
        guard let keeper = credentials.keeper else { return .keys }
        let start = now
        do {
            let token = try await keeper.token(
                through: self, on: transport.executor, until: calls.deadline)
            calls.update { $0.token += now - start }
            return .token(token)
        } catch {
            calls.update { $0.token += now - start }
            throw Problem(error)
        }
    }

    /// What a call proves itself with that waited for its slots, as the token may have been replaced meanwhile.
    /// Where none is in force the slots are given back until there is one: a renewal needs one of its own.
    func inForce(
        _ authorization: Authorization, _ slots: QuotaSlots, _ calls: CallMeter
    ) async throws(Problem) -> (Authorization, QuotaSlots) {
        var (authorization, slots) = (authorization, slots)
        while let keeper = credentials.keeper, slots.wereWaitedFor {
            if let token = keeper.tokenInForce { return (.token(token), slots) }
            slots.giveBack()
            authorization = try await self.authorization(calls)
            slots = try await spend(calls)
        }
        return (authorization, slots)
    }

    /// Puts the proof on a call.
    func authorize(_ request: inout VendorRequest, _ authorization: Authorization) {
        switch (credentials.proof, authorization) {
        case (.fixed(let scheme), _): scheme.authorize(&request, credentials.keys, account)
        case (.issued(let scheme, _, _), .token(let token)): scheme.authorize(&request, token, account)
        case (.rotating(let scheme, _, _), .token(let token)): scheme.authorize(&request, token, account)
        case (.issued, .keys), (.rotating, .keys): break
        }
    }

    /// The refusal without the proof, which a vendor may have put into its own words.
    func redacted(_ refusal: Refusal, _ authorization: Authorization) -> Refusal {
        func redacted(_ text: String) -> String {
            switch authorization {
            case .keys: credentials.keys.redacted(text)
            case .token(let token): text.replacing(token.string, with: "[redacted]")
            }
        }
        var failure = refusal.failure
        failure.code = failure.code.map(redacted)
        failure.message = failure.message.map(redacted)
        return Refusal(failure: failure, response: refusal.response)
    }

    /// The vendor refused the proof of a call for the `refusals`th time: whether to make it again with another.
    /// Once, and once more where that one was not new either: another process's, or replaced meanwhile.
    func retries(_ authorization: Authorization, _ refusals: Int) -> Bool {
        switch authorization {
        case .keys:
            credentials.areRefused(at: now)
            return false
        case .token(let token):
            let mayFareBetter = credentials.keeper?.refuse(token) ?? false
            return refusals == 1 || (refusals == 2 && mayFareBetter)
        }
    }
}

extension VendorConnection: TokenCalls {
    func spendForRenewal() async -> Bool { (try? await spend(.renewal, from: now)) != nil }

    func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair> {
        guard case .rotating(let scheme, _, _) = credentials.proof else { return .notMade }
        return await renew(with: scheme.exchange(refreshToken, account), scheme.read) { kind in
            switch kind {
            case .unauthorized, .rejected, .forbidden, .notFound, .conflict: .refused
            case .limited, .blocked: .notMade
            case .serverError, .malformed: .unknown
            }
        }
    }

    func issue(_ key: Text) async -> CallOutcome<IssuedToken> {
        guard case .issued(let scheme, _, _) = credentials.proof else { return .notMade }
        return await renew(with: scheme.request(key, account), scheme.read) { kind in
            switch kind {
            case .unauthorized, .rejected, .forbidden: .refused
            case .notFound, .conflict, .limited, .blocked, .serverError, .malformed: .notMade
            }
        }
    }

    /// Makes a call that there is a slot for, and says whether it was carried out.
    private func renew<Value: Sendable>(
        with request: VendorRequest, _ read: (JSONValue) throws -> Value,
        refusal: (VendorFailure.Kind) -> CallOutcome<Value>
    ) async -> CallOutcome<Value> {
        let response: UpstreamResponse
        do {
            response = try await transport.send(upstream(request))
        } catch {
            return error.delivery == .maybeSent ? .unknown : .notMade
        }
        switch try? self.read(response, of: request) {
        case .answered(let document): return (try? read(document.root)).map { .answered($0) } ?? .unknown
        case .refused(let refused): return refusal(refused.failure.kind)
        case nil: return .unknown
        }
    }
}

extension VendorConnection {
    /// How the connection is.
    var status: ConnectionStatus { standing.status }

    /// Whether calls can succeed at all.
    var isUsable: Bool { standing.isUsable }

    private var standing: (status: ConnectionStatus, isUsable: Bool) {
        let isBlocked = self.isBlocked
        let health = credentials.keeper?.health
        if health == nil, credentials.wereRefused(at: now) { return (.credentialsExpired, false) }
        switch health?.condition ?? .good {
        case .expired: return (.credentialsExpired, health?.isServing == true && !isBlocked)
        case .degraded where !isBlocked: return (.degraded, true)
        case .good where !isBlocked: return (.ok, true)
        case .degraded, .good: return (.blocked, false)
        }
    }
}
