import HTTPCore
import JSONCore
import Primitives

/// The routes that no vendor stands behind: the documents, the problems, and how the gateway is.
struct ServiceRoutes: Sendable {
    /// The API's own document.
    let openAPI: OpenAPIDocument

    /// The routes of the public listener.
    var all: [Route] {
        health + [
            route("/openapi.yaml", "getOpenAPI", answer: asYAML),
            route("/openapi.json", "getOpenAPIAsJSON", answer: asJSON),
            route("/problems/{slug}", "getProblem", answer: Self.problem),
            Route(
                method: .get, path: "/v1/connections", operation: "listConnections", access: .consumer,
                respond: ConnectionOperations.list),
            Route(
                method: .get, path: "/v1/connections/{name}", operation: "getConnection", access: .consumer,
                respond: ConnectionOperations.get),
            Route(
                method: .get, path: "/v1/connections/{name}/coverage", operation: "getCoverage",
                access: .consumer, respond: ConnectionOperations.coverage),
            Route(
                method: .get, path: "/v1/connections/{name}/quota", operation: "getQuota", access: .consumer,
                respond: ConnectionOperations.quota),
        ]
    }

    /// The routes that the admin listener has as well.
    var health: [Route] {
        [
            route("/healthz", "getHealth", .health, answer: Self.isAlive),
            route("/readyz", "getReadiness", .health, answer: ConnectionOperations.readiness),
        ]
    }

    private func route(
        _ path: String, _ operation: String, _ access: Route.Access = .open,
        answer: @escaping @Sendable (OperationInput) async throws(Problem) -> Answer
    ) -> Route {
        Route(method: .get, path: path, operation: operation, access: access, respond: answer)
    }

    private func asYAML(_ input: OperationInput) async throws(Problem) -> Answer {
        Answer(Response(.ok, fields: Fields([MediaType.yaml]), body: .buffer(openAPI.yaml)))
    }

    private func asJSON(_ input: OperationInput) async throws(Problem) -> Answer {
        .json(.ok, try await openAPI.json())
    }

    private static func isAlive(_ input: OperationInput) async throws(Problem) -> Answer {
        .json(.ok, ByteBuffer("{\"status\":\"ok\"}"))
    }

    /// Explains a problem's `type`.
    private static func problem(_ input: OperationInput) async throws(Problem) -> Answer {
        guard let kind = ProblemKind(rawValue: input.parameter.string) else {
            throw Problem(.notFound, "There is no such problem.")
        }
        let buffer = ByteBuffer(capacity: 512)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("type", "/problems/" + kind.rawValue)
        writer.member("title", kind.title)
        writer.member("status", kind.status.code)
        writer.member("origin", kind.origin.rawValue)
        writer.member("retriable", kind.isRetriable)
        writer.member("explanation", kind.explanation)
        writer.endObject()
        return .json(.ok, buffer)
    }
}
