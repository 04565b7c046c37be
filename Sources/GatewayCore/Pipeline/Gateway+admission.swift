import HTTPCore
import HTTPServer
import Primitives

/// How many requests are under way at once.
extension Gateway {
    /// Takes a request on, which holds a place until it is answered, or refuses it when all places are taken. Whether
    /// the gateway is well is always told: one that is busy is not to be ended for it.
    public func admit(_ request: Request) -> Admission {
        if inFlight.load(ordering: .relaxed) < maximumInFlight {
            if inFlight.wrappingAdd(1, ordering: .relaxed).oldValue < maximumInFlight { return .admitted }
            // Another thread was faster.
            inFlight.wrappingSubtract(1, ordering: .relaxed)
        }
        guard isHealthCheck(request) else { return .refused(refusal(of: request)) }
        inFlight.wrappingAdd(1, ordering: .relaxed)
        return .admitted
    }

    private func refusal(of request: Request) -> Response {
        let start = time.now
        let id = RequestID.of(request)
        var trace = RequestTrace(request: request, id: id, client: clients.client(of: request))
        let response = tooManyRequests.response(instance: request.path, requestID: id)
        trace.problem = .overloaded
        trace.status = response.status
        if case .buffer(let body) = response.body { trace.bytes = body.count }
        trace.duration = time.now - start
        log.write(trace)
        return response
    }

    /// Has a route answer that calls vendors, once it is its turn. Where answers come faster than they are worked on,
    /// what was begun is finished first: what has not begun takes little room, where answers that wait for each other
    /// drive one another out of the processor's caches, and no app is served sooner for it.
    @inline(always) func call(_ route: Route, _ input: OperationInput) async throws(Problem) -> Answer {
        if transport.isBehind { await catchUp(input.calls) }
        return try await route.respond(input)
    }

    private func catchUp(_ calls: CallMeter) async {
        let start = time.now
        await transport.caughtUp()
        calls.noteWait(time.now - start)
    }

    private func isHealthCheck(_ request: Request) -> Bool {
        guard case .found(let match) = router.match(request.method, request.path),
            case .health = match.endpoint.access
        else { return false }
        return true
    }
}
