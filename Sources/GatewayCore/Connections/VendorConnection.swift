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

    /// The channel of appointments that name none.
    let bookingChannelID: Int

    /// How long answers of its operations may be kept.
    let lifetimes: AnswerLifetimes
    /// What was looked up lately.
    let lookupCache = LookupCache()

    /// How its calls have fared.
    let health = ConnectionHealth()
    /// How many calls are under way, renewals of tokens not counted.
    let inFlight = Atomic<Int>(0)
    let maximumInFlight: Int

    private let timeouts: UpstreamTimeouts
    /// A vendor has few hosts.
    private let baseURLs: [(host: HostName, url: Text)]
    /// How it proves itself.
    let credentials: ConnectionCredentials
    let transport: any VendorTransport
    /// A random number from 0 to 1, for each pause.
    let jitter: @Sendable () -> Double
    private let time: any TimeSource
    private let zone: Zone

    /// A connection as configured.
    init(
        _ configuration: Configuration.Connection, vendor: Vendor, quotas: [Quota],
        lifetimes: AnswerLifetimes, transport: any VendorTransport, keeping: CredentialKeeping,
        time: any TimeSource
    ) {
        name = configuration.name
        self.vendor = vendor
        source = RecordSource(connection: Text(configuration.name), vendor: Text(stringLiteral: vendor.name))
        self.quotas = quotas
        timeouts = UpstreamTimeouts(
            connect: configuration.timeouts.connect, firstByte: configuration.timeouts.firstByte,
            total: configuration.timeouts.total)
        maximumInFlight = configuration.maximumInFlight
        bookingChannelID = configuration.bookingChannelID
        self.lifetimes = lifetimes
        self.transport = transport
        jitter = keeping.jitter
        self.time = time
        zone = configuration.timeZone
        baseURLs = configuration.baseURLs.map { (HostName($0.key), Text($0.value.description)) }
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
    /// carried out. What failed otherwise is made again as ``RetryPlan`` says. A call whose body is passed on
    /// while it comes is made once: the body is gone then.
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
        case .refused(let refusal):
            throw placed(refusal.told(by: request).problem(isWrite: isWrite(request)), request)
        }
    }

    /// Makes a call and reads the answer with `read`; again when that says that the proof was refused, or when a
    /// failure may pass.
    ///
    /// - Throws: A ``Problem`` with the connection named in it, when there is no answer.
    func exchange<Value>(
        _ request: VendorRequest, _ calls: CallMeter,
        read: (UpstreamResponse) throws(Problem) -> Attempt<Value>
    ) async throws(Problem) -> Attempt<Value> {
        if let dryRun = calls.dryRun { throw await rehearse(request, dryRun) }
        calls.update { $0.touch(self) }
        do throws(Problem) {
            var refusals = 0
            var plan = RetryPlan(isWrite(request) ? .write : .read)
            while true {
                try checkHealth()
                try checkQuotas(calls, at: now)
                var authorization = try await authorization(calls)
                var slots = try await spend(calls)
                if slots.wereWaitedFor {
                    (authorization, slots) = try await inForce(authorization, slots, calls)
                }
                let sent = try await send(
                    request, authorization, slots, calls, isRetry: plan.failures > 0)
                switch try judge(sent, read) {
                case .answered(let value):
                    credentials.areAccepted(authorization)
                    return .answered(value)
                case .refused(let refusal) where refusal.failure.kind == .unauthorized:
                    refusals += 1
                    guard retries(authorization, refusals), request.stream == nil else {
                        return .refused(redacted(refusal, authorization))
                    }
                case .refused(let refusal):
                    guard request.stream == nil,
                        let pause = pause(&plan, after: refusal.retryFailure, calls)
                    else {
                        return .refused(redacted(refusal, authorization))
                    }
                    try await rest(for: pause)
                case .lost(let error):
                    guard request.stream == nil,
                        let pause = pause(&plan, after: .lost(error.cause, error.delivery), calls)
                    else {
                        throw Problem(error, isWrite: isWrite(request))
                    }
                    try await rest(for: pause)
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

    func isWrite(_ request: VendorRequest) -> Bool { !(request.method.isSafe || request.isRead) }

    enum Attempt<Value> {
        case answered(Value)
        case refused(Refusal)
    }

    struct Refusal {
        var failure: VendorFailure
        let response: UpstreamResponse

        /// The refusal as it is to be read after that call.
        func told(by request: VendorRequest) -> Refusal {
            guard failure.kind == .rejected, let words = request.wordsOfAbsence,
                failure.message?.lowercased().contains("\(words)") == true
            else { return self }
            var refusal = self
            refusal.failure.kind = .notFound
            return refusal
        }

        func problem(isWrite: Bool) -> Problem {
            var problem = Problem(failure, isWrite: isWrite).quoting(failure, status: response.status)
            if failure.kind == .serverError { problem.retryAfter = retryAfter }
            return problem
        }
    }

    /// A call as the client sends it, with no more time than is left for it.
    func upstream(_ request: VendorRequest, within left: Duration? = nil) -> UpstreamRequest {
        let url = ByteBuffer(capacity: 256)
        if let base = baseURLs.first(where: { $0.host == request.host }) { url.append(base.url) }
        url.append(contentsOf: request.target)
        var fields = request.fields
        if fields["Accept"] == nil { fields.append("Accept", "application/json") }
        var upstream = UpstreamRequest(
            method: request.method, url: url.text(0..<url.count), fields: fields, body: request.body,
            timeouts: left.map(timeouts.within) ?? timeouts)
        upstream.stream = request.stream
        return upstream
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
        if request.allowsEmptyAnswer, response.body.isNoDocument,
            let nothing = try? JSONDocument.parse(ByteBuffer("null"))
        {
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

extension ByteBuffer {
    /// Whether it is empty or a word or two, such as "OK": what begins as JSON or a page does was meant to be
    /// read, and says something else than that all is well when it cannot be.
    fileprivate var isNoDocument: Bool {
        let start = withBytes { $0.first { $0 > UInt8(ascii: " ") } }
        return start.map { !"{[<".utf8.contains($0) } ?? true
    }
}
