import HTTPCore
import HTTPServer
import Primitives
import Synchronization

/// The gateway: a request goes in, an answer comes out, and everything between stands in one place,
/// ``respond(to:)``.
public final class Gateway: RequestHandler {
    let router: Router<Route>
    private let consumers: ConsumerTable
    private let connections: ConnectionTable
    let transport: any VendorTransport
    /// What is kept of the answers to reads.
    let cache: ResponseCache
    private let cursorKey: [UInt8]
    let idempotency: IdempotencyLedger?
    let clients: ClientAddresses
    private let clientLimits: ClientLimits?
    let maximumInFlight: Int
    private let timeLimit: Duration
    let inFlight = Atomic<Int>(0)
    /// What a request past the bound is told.
    let tooManyRequests: PreparedProblem
    let log: any AccessLog
    let time: any TimeSource

    init(
        routes: [Route], consumers: ConsumerTable, connections: ConnectionTable,
        transport: any VendorTransport, cache: ResponseCache, cursorKey: [UInt8],
        idempotency: IdempotencyLedger?,
        clients: ClientAddresses, clientLimits: ClientLimits?, maximumInFlight: Int, timeLimit: Duration,
        log: any AccessLog, time: any TimeSource
    ) throws(RouteError) {
        var builder = RouterBuilder<Route>()
        for route in routes { try builder.add(route.method, route.path, route) }
        router = builder.freeze()
        self.consumers = consumers
        self.connections = connections
        self.transport = transport
        self.cache = cache
        self.cursorKey = cursorKey
        self.idempotency = idempotency
        self.clients = clients
        self.clientLimits = clientLimits
        self.maximumInFlight = maximumInFlight
        tooManyRequests = PreparedProblem(
            Problem(.overloaded, "\(maximumInFlight) requests are under way already."))
        self.timeLimit = timeLimit
        self.log = log
        self.time = time
    }

    /// Answers a request that was admitted. Whatever goes wrong becomes a problem here and nowhere else.
    public func respond(to request: Request) async -> Response {
        let start = time.now
        let id = RequestID.of(request)
        var trace = RequestTrace(request: request, id: id, client: clients.client(of: request))
        let calls = CallMeter(
            RequestPreferences(request.fields), within: timeLimit, since: start, time: time)
        var answer: Answer
        do throws(Problem) {
            answer = try await process(request, &trace, calls, at: start)
            trace.problem = answer.problem
        } catch {
            trace.problem = error.kind
            answer = Answer(error.response(instance: request.path, requestID: id))
        }
        trace.record = calls.record
        let answered = time.now
        finish(&answer, id, trace.record, at: answered)
        if let applied = calls.preferences.applied {
            answer.response.fields.append("Preference-Applied", applied)
        }
        trace.status = answer.response.status
        switch answer.response.body {
        case .empty: end(&trace, since: start, at: answered)
        case .buffer(let buffer):
            trace.bytes = buffer.count
            end(&trace, since: start, at: answered)
        case .file(let file):
            trace.bytes = file.count
            end(&trace, since: start, at: answered)
        case .stream(let write): answer.response.body = following(write, trace, calls, since: start)
        }
        return answer.response
    }

    /// A streamed body, with which the request ends.
    private func following(
        _ write: @escaping @Sendable (any BodyWriter) async throws -> Void, _ trace: RequestTrace,
        _ calls: CallMeter, since start: Instant
    ) -> Response.Body {
        let ending = StreamEnding { [self] bytes in
            var trace = trace
            trace.record = calls.record
            trace.bytes = bytes
            end(&trace, since: start, at: time.now)
        }
        return ending.following(write)
    }

    /// A request is over.
    private func end(_ trace: inout RequestTrace, since start: Instant, at end: Instant) {
        inFlight.wrappingSubtract(1, ordering: .relaxed)
        trace.duration = end - start
        log.write(trace)
    }

    func routeBody(_ request: Request) -> BodyHandling {
        guard case .found(let match) = router.match(request.method, request.path) else { return .whole }
        return match.endpoint.body
    }

    /// The phases of a request: routing, the limits of its address and of its app, authentication,
    /// its idempotency key, the operation.
    private func process(
        _ request: Request, _ trace: inout RequestTrace, _ calls: CallMeter, at start: Instant
    ) async throws(Problem) -> Answer {
        switch try plan(request, &trace, calls, at: start) {
        case .answer(let answer): return answer
        case .operation(let route, let input):
            if let dryRun = input.calls.dryRun { return try await rehearse(route, input, dryRun) }
            if input.request.method == .post || input.request.method == .patch {
                return try await performOnce(route, input, trace)
            }
            return try await perform(route, input)
        }
    }

    /// What is settled before anything is waited for.
    private enum Step {
        case answer(Answer)
        case operation(Route, OperationInput)
    }

    @inline(never) private func plan(
        _ request: Request, _ trace: inout RequestTrace, _ calls: CallMeter, at start: Instant
    ) throws(Problem) -> Step {
        let matched = router.match(request.method, request.path)
        try spendOfClient(trace.client, on: matched, at: start)
        let match: RouteMatch<Route>
        switch matched {
        case .found(let found): match = found
        case .notFound: throw Problem(.notFound, "There is no such path.")
        case .malformed: throw Problem(.badRequest, "The path is malformed.")
        case .methodNotAllowed(let allowed):
            if request.method == .options { return .answer(Self.options(allowed)) }
            var problem = Problem(.methodNotAllowed, "The path has no \(request.method.name).")
            problem.allow = allowed
            throw problem
        }
        let route = match.endpoint
        trace.route = route.path
        trace.operation = route.operation
        if let consumer = try authenticate(request, route.access, &trace, at: start) {
            calls.makeCalls(for: consumer)
        }
        guard let query = QueryParameters(request.query) else {
            throw Problem(.badRequest, "The query has a broken escape.")
        }
        let input = OperationInput(
            request: request, query: query, parameter: match.firstValue ?? "",
            secondParameter: match.secondValue ?? "", rest: match.rest ?? "", connections: connections,
            calls: calls, cursorKey: cursorKey)
        guard query[DryRun.parameter] != nil else { return .operation(route, input) }
        return .operation(route, try preparedForDryRun(input, route))
    }

    private func authenticate(
        _ request: Request, _ access: Route.Access, _ trace: inout RequestTrace, at start: Instant
    ) throws(Problem) -> Consumer? {
        switch access {
        case .health, .open: return nil
        case .consumer, .scope: break
        }
        let consumer = try consumers.consumer(of: request)
        trace.consumer = consumer.name
        try consumer.spend(at: start)
        if case .scope(let scope) = access { try consumer.check(scope) }
        return consumer
    }

    /// Holds an address to its limit before its key is looked at, so that keys cannot be guessed past it.
    private func spendOfClient(
        _ client: IPAddress, on matched: Router<Route>.Outcome, at start: Instant
    ) throws(Problem) {
        guard let clientLimits else { return }
        if case .found(let match) = matched, case .health = match.endpoint.access { return }
        guard let wait = clientLimits.spend(client, at: start) else { return }
        throw Problem.rateLimited("The address \(client)", clientLimits.limit, retryAfter: wait)
    }

    private static func options(_ allowed: [Method]) -> Answer {
        let names = allowed.map(\.name.string).joined(separator: ", ")
        return Answer(Response(.noContent, fields: Fields([Field(name: "Allow", value: Text(names))])))
    }

    /// Adds the fields that every response has.
    private func finish(_ answer: inout Answer, _ id: Text, _ record: CallRecord, at end: Instant) {
        answer.response.fields.append("X-Request-Id", id)
        guard !record.connections.isEmpty else { return }
        RateLimitFields(record.connections, at: end).add(to: &answer.response.fields)
        if record.calls > 0 {
            answer.response.fields.append("CX-Upstream-Calls", Text(decimal: record.calls))
        }
        answer.response.fields.append("Server-Timing", record.serverTiming)
    }
}

extension CallRecord {
    /// `Server-Timing` in milliseconds (W3C Server Timing).
    fileprivate var serverTiming: Text {
        let buffer = ByteBuffer(capacity: 128)
        Self.append("queue;dur=", queue, to: buffer)
        Self.append(", token;dur=", token, to: buffer)
        Self.append(", upstream;dur=", upstream, to: buffer)
        Self.append(", translate;dur=", translation, to: buffer)
        return buffer.text(0..<buffer.count)
    }

    private static func append(_ name: StaticString, _ duration: Duration, to buffer: ByteBuffer) {
        let microseconds = duration.nanoseconds / 1000
        buffer.append(name)
        buffer.append(decimal: microseconds / 1000)
        buffer.append(UInt8(ascii: "."))
        let fraction = microseconds % 1000
        if fraction < 100 { buffer.append(UInt8(ascii: "0")) }
        if fraction < 10 { buffer.append(UInt8(ascii: "0")) }
        buffer.append(decimal: fraction)
    }
}
