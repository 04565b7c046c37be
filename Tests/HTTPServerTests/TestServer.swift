import HTTPCore
import Primitives
import Reactor
import Synchronization

@testable import HTTPServer

/// A server on a loop of its own, with a clock that stands still unless it is moved.
final class TestServer: Sendable {
    struct Handler: RequestHandler {
        let answer: @Sendable (Request) async -> Response
        var handling = BodyHandling.whole

        func admit(_ request: Request) -> Admission {
            request.path == "/refused"
                ? .refused(Response(Status(503), body: .buffer(ByteBuffer("no")))) : .admitted
        }

        func respond(to request: Request) async -> Response { await answer(request) }

        func bodyHandling(of request: Request) -> BodyHandling {
            request.path == "/stream" ? handling : .whole
        }
    }

    let loop: EventLoop
    let server: Server
    let time: ManualTime

    private init(_ loop: EventLoop, _ server: Server, _ time: ManualTime) {
        self.loop = loop
        self.server = server
        self.time = time
    }

    /// Serves for as long as `body` runs. Clients block, so `body` has a thread of its own.
    static func run(
        settings: ServerSettings = ServerSettings(),
        streaming handling: BodyHandling = .whole,
        answer: @escaping @Sendable (Request) async -> Response = TestServer.echo,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let clients = try EventLoop.start(name: "clients")
        let time = ManualTime()
        let loop = try EventLoop.start(name: "test", time: time)
        let server = try await Server.start(
            on: SocketAddress(host: .loopback, port: 0),
            loops: [loop],
            handler: Handler(answer: answer, handling: handling),
            settings: settings,
            time: time
        )
        let running = TestServer(loop, server, time)
        let result = await Task(executorPreference: clients) { try await body(running) }.result
        await server.drain(within: .zero)
        for ended in [loop, clients] {
            ended.stop()
            ended.join()
        }
        try result.get()
    }

    func connect(receiveBuffer: Int32? = nil) throws -> TestClient {
        try TestClient(server.address, receiveBuffer: receiveBuffer)
    }

    /// Waits until the loop has taken notice of all that happened before: an accepted connection is
    /// registered in one turn and read from in the next.
    func settle() async {
        for _ in 0..<6 {
            await withCheckedContinuation { continuation in loop.execute { continuation.resume() } }
        }
    }

    /// Moves the time, and waits until what is due is done.
    func advance(by duration: Duration) async {
        await settle()
        time.advance(by: duration)
        await settle()
    }

    /// Answers `GET /path?query body`.
    static let echo: @Sendable (Request) async -> Response = { request in
        var text = "\(request.method.name) \(request.path)"
        if let query = request.query { text += "?\(query)" }
        if let body = request.body { text += " \(body.string)" }
        return Response(.ok, body: .buffer(ByteBuffer(text)))
    }
}

/// A gate that handlers wait at until a test opens it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
