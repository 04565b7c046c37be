import HTTPCore
import Primitives
import VendorKit

/// Any call of a vendor, with a connection's credentials, quota and resilience: what no operation has yet.
enum PassthroughRoutes {
    /// The routes. `HEAD` goes with `GET`.
    static let all: [Route] = [
        route(.get, "passthroughGet"), route(.post, "passthroughPost"), route(.put, "passthroughPut"),
        route(.patch, "passthroughPatch"), route(.delete, "passthroughDelete"),
    ]

    /// The query parameter that names one of the vendor's hosts; the vendor does not get it.
    static let hostParameter: Text = "host"

    private static func route(_ method: Method, _ operation: String) -> Route {
        Route(
            method: method, path: "/v1/connections/{name}/passthrough/{path...}", operation: operation,
            access: .scope(method.isSafe ? .read("connections") : .write("connections")), work: .passing,
            respond: respond)
    }

    /// Passes the request on, and the vendor's answer back as it is.
    private static func respond(to input: OperationInput) async throws(Problem) -> Answer {
        let connection = try ConnectionOperations.named(input)
        let request = VendorRequest(
            input.request.method, encodedPath: try path(input.rest), query: query(input.request.query),
            host: try host(input, of: connection), fields: PassthroughFields.request(input.request.fields),
            body: input.request.body)
        let (response, failure) = try await connection.passThrough(request, input.calls)
        var answer = Answer(
            Response(
                response.status, fields: PassthroughFields.response(response.fields),
                body: response.body.count > 0 ? .buffer(response.body) : .empty))
        if failure?.mayPass ?? false { answer.standing = .passing }
        return answer
    }

    /// The path behind the base URL. The router refused dot segments and encoded slashes; a backslash, which
    /// some servers take for a slash, is refused here.
    private static func path(_ rest: Text) throws(Problem) -> Text {
        guard !rest.isEmpty else { throw Problem(.notFound, "There is no such path.") }
        guard let decoded = PercentCoding.decode(rest), decoded.firstIndex(of: UInt8(ascii: "\\")) == nil
        else {
            throw Problem(.badRequest, "The path is malformed.")
        }
        return Text(joining: "/", rest)
    }

    private static func host(
        _ input: OperationInput, of connection: VendorConnection
    ) throws(Problem) -> HostName {
        let names = input.query.all.filter { $0.name == hostParameter }
        guard names.count <= 1 else {
            throw Problem(.badRequest, "The query parameter 'host' is given twice.")
        }
        guard let host = connection.host(named: names.first?.value) else {
            let known = connection.vendor.baseURLs.keys.map(\.name).sorted().joined(separator: ", ")
            throw Problem(.badRequest, "The connection has no host of that name. It has \(known).").at(
                connection)
        }
        return host
    }

    /// The query without the parameter that is the gateway's; the rest is left as it came.
    private static func query(_ query: Text?) -> Text? {
        guard let query else { return nil }
        let parts = query.split(at: UInt8(ascii: "&"))
        let passed = parts.filter { !isHost($0) }
        guard passed.count < parts.count else { return query }
        let buffer = ByteBuffer(capacity: query.count)
        for (index, part) in passed.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: "&")) }
            buffer.append(part)
        }
        return buffer.text(0..<buffer.count)
    }

    private static func isHost(_ part: Text) -> Bool {
        let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.count
        return PercentCoding.decode(part[0..<equals], plusIsSpace: true) == hostParameter
    }
}

extension VendorFailure.Kind {
    /// Whether it is a refusal that says nothing of the request: the account's limit, its block, its token.
    fileprivate var mayPass: Bool {
        switch self {
        case .limited, .blocked, .unauthorized: true
        case .rejected, .notFound, .conflict, .forbidden, .serverError, .malformed: false
        }
    }
}
