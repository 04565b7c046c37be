import HTTPCore
import HTTPServer
import Primitives

/// What is refused because too much is under way already.
extension Gateway {
    /// Refuses a request past the bound before a task is made for it. Whether the gateway is well is always told:
    /// one that is busy is not to be ended for it.
    public func refusal(of request: Request) -> Response? {
        guard inFlight.load(ordering: .relaxed) >= maximumInFlight, !isHealthCheck(request) else {
            return nil
        }
        let start = time.now
        let id = RequestID.of(request)
        var trace = RequestTrace(request: request, id: id, client: clients.client(of: request))
        var response = tooManyRequests.response(instance: request.path, requestID: id)
        response.fields.append("X-Request-Id", id)
        trace.problem = .overloaded
        trace.status = response.status
        if case .buffer(let body) = response.body { trace.bytes = body.count }
        trace.duration = time.now - start
        log.write(trace)
        return response
    }

    var tooManyRequests: Problem {
        Problem(.overloaded, "\(maximumInFlight) requests are under way already.")
    }

    func isHealthCheck(_ request: Request) -> Bool {
        guard case .found(let match) = router.match(request.method, request.path),
            case .health = match.endpoint.access
        else { return false }
        return true
    }
}
