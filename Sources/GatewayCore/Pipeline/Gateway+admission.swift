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

    private func isHealthCheck(_ request: Request) -> Bool {
        guard case .found(let match) = router.match(request.method, request.path),
            case .health = match.endpoint.access
        else { return false }
        return true
    }
}
