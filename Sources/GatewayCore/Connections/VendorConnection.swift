import HTTPCore
import HTTPUpstream
import JSONCore
import Primitives
import Synchronization
import UnifiedModel
import VendorKit

/// One configured account at a vendor: whose it is, where it is, what it may spend, how it proves itself.
final class VendorConnection: Sendable {
    /// The name the operator gave it, which begins the ids of all it holds.
    let name: String
    /// The vendor's adapter.
    let vendor: Vendor
    /// Name and vendor, as records carry them.
    let source: RecordSource
    /// What its calls spend.
    let quotas: [Quota]

    /// What was looked up lately.
    let lookupCache = LookupCache()

    private let timeouts: UpstreamTimeouts
    private let maximumInFlight: Int
    private let inFlight = Atomic<Int>(0)
    private let baseURLs: [HostName: Text]
    private let settings: [String: Text]
    private let keys: FixedKeys
    private let tokens: TokenKeeper
    private let transport: any VendorTransport
    private let time: any TimeSource

    /// A connection as configured.
    init(
        _ configuration: Configuration.Connection, vendor: Vendor, quotas: [Quota],
        transport: any VendorTransport, time: any TimeSource
    ) {
        name = configuration.name
        self.vendor = vendor
        source = RecordSource(connection: Text(configuration.name), vendor: Text(stringLiteral: vendor.name))
        self.quotas = quotas
        timeouts = UpstreamTimeouts(
            connect: configuration.timeouts.connect, firstByte: configuration.timeouts.firstByte,
            total: configuration.timeouts.total)
        maximumInFlight = configuration.maximumInFlight
        self.transport = transport
        self.time = time
        baseURLs = configuration.baseURLs.reduce(into: [:]) { urls, entry in
            urls[HostName(entry.key)] = Text(entry.value.description)
        }
        settings = vendor.settings.reduce(into: [:]) { settings, setting in
            guard !setting.isSecret else { return }
            settings["\(setting.name)"] = configuration.credentials["\(setting.name)"].map {
                Text($0.reveal())
            }
        }
        keys = FixedKeys(
            vendor.settings.filter(\.isSecret).reduce(into: [:]) { keys, setting in
                keys["\(setting.name)"] = configuration.credentials["\(setting.name)"].map {
                    Text($0.reveal())
                }
            })
        tokens = Self.keeper(configuration, vendor.credentials, time)
    }

    private static func keeper(
        _ configuration: Configuration.Connection, _ scheme: CredentialScheme, _ time: any TimeSource
    ) -> TokenKeeper {
        func secret(_ name: StaticString) -> Text {
            Text(configuration.credentials["\(name)"]?.reveal() ?? "")
        }
        switch scheme {
        case .fixed:
            let none = TokenPair(token: "", refreshToken: "")
            return TokenKeeper(pair: none, lifetime: .zero, time: time)
        case .issued(let issued):
            let pair = TokenPair(token: "", refreshToken: secret(issued.keySetting))
            let keeper = TokenKeeper(pair: pair, lifetime: issued.lifetime, time: time)
            keeper.refuse("")
            return keeper
        case .rotating(let rotating):
            let pair = TokenPair(
                token: secret(rotating.tokenSetting), refreshToken: secret(rotating.refreshTokenSetting))
            return TokenKeeper(pair: pair, lifetime: rotating.lifetime, time: time)
        }
    }

    /// What the adapter may know of the connection, at this moment.
    var account: Account { Account(source: source, moment: time.wallClock, settings: settings) }

    /// Now.
    var now: Instant { time.now }

    /// How the connection is.
    var status: ConnectionStatus {
        if tokens.expiryReason != nil { return .credentialsExpired }
        return quotas.contains { $0.isBlocked(at: time.now) } ? .blocked : .ok
    }

    /// How what its calls spend stands now.
    var quotaSnapshot: QuotaSnapshot {
        let now = time.now
        return quotas.reduce(into: QuotaSnapshot()) { $0.merge($1.snapshot(at: now)) }
    }

    /// How many more calls may go now.
    var callsLeft: Int { quotas.map { $0.left(at: time.now) }.min() ?? .max }
}

extension VendorConnection {
    /// Makes a call: spends quota, adds the token, sends it, and reads the answer. A token that the
    /// vendor refuses is renewed and the call made once more, whatever it does: a refused call was not
    /// carried out.
    ///
    /// - Parameter texts: How long the answer's texts last.
    /// - Throws: A ``Problem``, always, with the connection named in it.
    func call(
        _ request: VendorRequest, _ calls: CallMeter, texts: JSONDocument.TextLifetime = .owned
    ) async throws(Problem) -> JSONDocument {
        calls.update { $0.touch(self) }
        do throws(Problem) {
            let token = try await token(calls)
            switch try await attempt(request, token, calls, texts) {
            case .answered(let document): return document
            case .refused(let refusal) where refusal.failure.kind == .unauthorized && renewsTokens:
                tokens.refuse(token)
                let renewed = try await self.token(calls)
                switch try await attempt(request, renewed, calls, texts) {
                case .answered(let document): return document
                case .refused(let refusal): throw refusal.problem(isWrite: isWrite(request))
                }
            case .refused(let refusal): throw refusal.problem(isWrite: isWrite(request))
            }
        } catch {
            var problem = error.at(self)
            if !isWrite(request) { problem.outcome = nil }
            throw problem
        }
    }

    private var renewsTokens: Bool {
        if case .fixed = vendor.credentials { false } else { true }
    }

    private func isWrite(_ request: VendorRequest) -> Bool { !request.method.isSafe }

    private enum Attempt {
        case answered(JSONDocument)
        case refused(Refusal)
    }

    private struct Refusal {
        let failure: VendorFailure
        let status: Status

        func problem(isWrite: Bool) -> Problem {
            Problem(failure, isWrite: isWrite).quoting(failure, status: status)
        }
    }

    /// A token for a call that there is a slot for: without one, a renewal would be in vain.
    private func token(_ calls: CallMeter) async throws(Problem) -> Text {
        try checkQuotas(at: time.now)
        let start = time.now
        let transport = self.transport
        do {
            let token = try await tokens.token(on: transport.executor) { [self] pair in
                await exchange(pair)
            }
            calls.update { $0.token += time.now - start }
            return token
        } catch {
            throw Problem(error)
        }
    }

    private func attempt(
        _ request: VendorRequest, _ token: Text, _ calls: CallMeter,
        _ texts: JSONDocument.TextLifetime
    ) async throws(Problem) -> Attempt {
        var request = request
        switch vendor.credentials {
        case .fixed(let scheme): scheme.authorize(&request, keys, account)
        case .issued(let scheme): scheme.authorize(&request, token, account)
        case .rotating(let scheme): scheme.authorize(&request, token, account)
        }
        let others = inFlight.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { inFlight.wrappingSubtract(1, ordering: .relaxed) }
        guard others < maximumInFlight else { throw Problem.tooManyCalls(maximumInFlight) }
        try spend()
        calls.update { $0.calls += 1 }
        let start = time.now
        let response: UpstreamResponse
        do {
            response = try await transport.send(upstream(request))
        } catch {
            throw Problem(error, isWrite: isWrite(request))
        }
        calls.update { $0.upstream += time.now - start }
        return try read(response, isWrite: isWrite(request), texts: texts)
    }

    /// Spends a slot in every quota. When one has none left, the others are not spent in vain.
    private func spend() throws(Problem) {
        let now = time.now
        if quotas.count > 1 { try checkQuotas(at: now) }
        for quota in quotas { try Self.check(quota.take(at: now)) }
    }

    private func checkQuotas(at now: Instant) throws(Problem) {
        for quota in quotas { try Self.check(quota.decision(at: now)) }
    }

    private static func check(_ decision: Quota.Decision) throws(Problem) {
        switch decision {
        case .granted: break
        case .exhausted(let wait): throw Problem.quotaExhausted(retryAfter: wait)
        case .blocked(let wait): throw Problem.vendorBlocked(retryAfter: wait)
        }
    }

    private func upstream(_ request: VendorRequest) -> UpstreamRequest {
        let url = ByteBuffer(capacity: 256)
        if let base = baseURLs[request.host] { url.append(base) }
        url.append(contentsOf: request.target)
        var fields = request.fields
        fields.append("Accept", "application/json")
        return UpstreamRequest(
            method: request.method, url: url.text(0..<url.count), fields: fields, body: request.body,
            timeouts: timeouts)
    }

    /// Tells an answer from a refusal. A body that is no JSON is a refusal when the status is one, else a
    /// malformed answer.
    private func read(
        _ response: UpstreamResponse, isWrite: Bool, texts: JSONDocument.TextLifetime = .owned
    ) throws(Problem) -> Attempt {
        let document = try? JSONDocument.parse(response.body, texts: texts)
        let answer = VendorAnswer(status: response.status, fields: response.fields, document: document)
        if let failure = vendor.failure(answer) {
            if case .blocked(let length) = failure.kind {
                for quota in quotas { quota.block(for: length, at: time.now) }
            }
            return .refused(Refusal(failure: failure, status: response.status))
        }
        guard let document else {
            throw Problem.malformed("The vendor's answer is not JSON.", isWrite: isWrite)
        }
        return .answered(document)
    }

    /// Exchanges a pair of tokens. The call spends quota like any other.
    private func exchange(_ pair: TokenPair) async -> TokenState.Outcome {
        let lost: TokenState.Outcome
        let request: VendorRequest
        let renewed: (JSONValue) throws -> TokenPair
        switch vendor.credentials {
        case .fixed: return .notMade
        case .issued(let scheme):
            lost = .notMade
            request = scheme.request(pair.refreshToken, account)
            renewed = { TokenPair(token: try scheme.read($0).token, refreshToken: pair.refreshToken) }
        case .rotating(let scheme):
            lost = .unknown
            request = scheme.exchange(pair.refreshToken, account)
            renewed = scheme.read
        }
        guard (try? spend()) != nil else { return .notMade }
        let response: UpstreamResponse
        do {
            response = try await transport.send(upstream(request))
        } catch {
            return error.delivery == .maybeSent ? lost : .notMade
        }
        switch try? read(response, isWrite: true) {
        case .answered(let document): return (try? renewed(document.root)).map { .renewed($0) } ?? lost
        case .refused(let refusal):
            switch refusal.failure.kind {
            case .unauthorized, .rejected, .forbidden, .notFound, .conflict: return .refused
            case .limited, .blocked: return .notMade
            case .serverError, .malformed: return lost
            }
        case nil: return lost
        }
    }
}
