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
    /// How it proves itself.
    let credentials: ConnectionCredentials
    let transport: any VendorTransport
    private let time: any TimeSource
    private let zone: Zone

    /// A connection as configured.
    init(
        _ configuration: Configuration.Connection, vendor: Vendor, quotas: [Quota],
        transport: any VendorTransport, keeping: CredentialKeeping, time: any TimeSource
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
        zone = configuration.timeZone
        baseURLs = configuration.baseURLs.reduce(into: [:]) { urls, entry in
            urls[HostName(entry.key)] = Text(entry.value.description)
        }
        credentials = ConnectionCredentials(
            configuration, vendor, keeping: keeping, time: time, pause: transport.pause(for:))
    }

    /// What the adapter may know of the connection, at this moment.
    var account: Account { account(at: time.wallClock) }

    /// The same as of another moment.
    func account(at moment: Timestamp) -> Account {
        Account(source: source, moment: moment, zone: zone, settings: credentials.settings)
    }

    /// Now.
    var now: Instant { time.now }

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
        let outcome = try await exchange(request, calls) { response throws(Problem) -> Attempt in
            try read(response, of: request, texts: texts)
        }
        switch outcome {
        case .answered(let document): return document
        case .refused(let refusal): throw placed(refusal.problem(isWrite: isWrite(request)), request)
        }
    }

    /// Makes a call and reads the answer with `read`; when that says that the proof was refused, once more.
    ///
    /// - Throws: A ``Problem`` with the connection named in it, when there is no answer.
    func exchange<Value>(
        _ request: VendorRequest, _ calls: CallMeter,
        read: (UpstreamResponse) throws(Problem) -> Attempt<Value>
    ) async throws(Problem) -> Attempt<Value> {
        calls.update { $0.touch(self) }
        do throws(Problem) {
            var refusals = 0
            while true {
                try checkQuotas(calls)
                var authorization = try await authorization(calls)
                var slots = try await spend(calls)
                if slots.wereWaitedFor {
                    (authorization, slots) = try await inForce(authorization, slots, calls)
                }
                let attempt = try read(try await send(request, authorization, slots, calls))
                switch attempt {
                case .answered:
                    credentials.areAccepted(authorization)
                    return attempt
                case .refused(let refusal):
                    refusals += 1
                    guard refusal.failure.kind == .unauthorized, retries(authorization, refusals) else {
                        return .refused(redacted(refusal, authorization))
                    }
                }
            }
        } catch {
            throw placed(error, request)
        }
    }

    /// The problem with the connection named in it; what did not mean to write has no outcome.
    private func placed(_ problem: Problem, _ request: VendorRequest) -> Problem {
        var problem = problem.at(self)
        if !isWrite(request) { problem.outcome = nil }
        return problem
    }

    private func isWrite(_ request: VendorRequest) -> Bool { !(request.method.isSafe || request.isRead) }

    enum Attempt<Value> {
        case answered(Value)
        case refused(Refusal)
    }

    struct Refusal {
        let failure: VendorFailure
        let response: UpstreamResponse

        func problem(isWrite: Bool) -> Problem {
            Problem(failure, isWrite: isWrite).quoting(failure, status: response.status)
        }
    }

    /// Sends a call that there are slots for, and gives the answer whatever it is.
    private func send(
        _ request: VendorRequest, _ authorization: Authorization, _ slots: QuotaSlots, _ calls: CallMeter
    ) async throws(Problem) -> UpstreamResponse {
        var request = request
        authorize(&request, authorization)
        let others = inFlight.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { inFlight.wrappingSubtract(1, ordering: .relaxed) }
        guard others < maximumInFlight else {
            slots.giveBack()
            throw Problem.tooManyCalls(maximumInFlight)
        }
        calls.update { $0.calls += 1 }
        let start = time.now
        let response: UpstreamResponse
        do {
            response = try await transport.send(upstream(request))
        } catch {
            throw Problem(error, isWrite: isWrite(request))
        }
        calls.update { $0.upstream += time.now - start }
        return response
    }

    func upstream(_ request: VendorRequest) -> UpstreamRequest {
        let url = ByteBuffer(capacity: 256)
        if let base = baseURLs[request.host] { url.append(base) }
        url.append(contentsOf: request.target)
        var fields = request.fields
        if fields["Accept"] == nil { fields.append("Accept", "application/json") }
        return UpstreamRequest(
            method: request.method, url: url.text(0..<url.count), fields: fields, body: request.body,
            timeouts: timeouts)
    }

    /// Tells an answer from a refusal. A body that is no JSON is a refusal when the status is one, else a
    /// malformed answer.
    func read(
        _ response: UpstreamResponse, of request: VendorRequest,
        texts: JSONDocument.TextLifetime = .owned
    ) throws(Problem) -> Attempt<JSONDocument> {
        let document = try? JSONDocument.parse(response.body, texts: texts)
        if let failure = failure(response, document) {
            return .refused(Refusal(failure: failure, response: response))
        }
        if let document { return .answered(document) }
        if request.allowsEmptyAnswer, let nothing = try? JSONDocument.parse(ByteBuffer("null")) {
            return .answered(nothing)
        }
        throw Problem.malformed("The vendor's answer is not JSON.", isWrite: isWrite(request))
    }

    /// Whether an answer is a failure, and which. What it says of the vendor's limit is kept from here on.
    func failure(_ response: UpstreamResponse, _ document: JSONDocument?) -> VendorFailure? {
        let answer = VendorAnswer(status: response.status, fields: response.fields, document: document)
        return noted(vendor.failure(answer), response)
    }

    /// The failure that an answer was found to be, if any; what it says of the vendor's limit is kept from
    /// here on.
    func noted(_ failure: VendorFailure?, _ response: UpstreamResponse) -> VendorFailure? {
        learn(from: failure, sent: now + (.zero - response.timing.total))
        return failure
    }
}
