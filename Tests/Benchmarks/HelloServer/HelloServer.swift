import HTTPCore
import HTTPServer
import Primitives
import Reactor

/// Answers everything with a few bytes: what a request costs the server alone.
///
/// Run it on one processor (`taskset -c 0 .build/release/HelloServer 8099`) and drive it from another
/// (`taskset -c 1 wrk -t1 -c50 -d10s http://127.0.0.1:8099/`); the difference of `/proc/PID/schedstat`'s
/// first number over the requests is the CPU time of one.
@main struct HelloServer: RequestHandler {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { UInt16($0) } ?? 8099
        var settings = ServerSettings()
        settings.maximumConnections = 20_000
        let loop = try EventLoop.start(name: "loop")
        let server = try await Server.start(
            on: SocketAddress(host: .loopback, port: port),
            loops: [loop],
            handler: HelloServer(),
            settings: settings
        )
        print("listening on \(server.address)")
        loop.join()
    }

    func respond(to request: Request) async -> Response {
        Response(
            .ok,
            fields: Fields([Field(name: "Content-Type", value: "text/plain")]),
            body: .buffer(ByteBuffer("Hello, world!\n"))
        )
    }
}
