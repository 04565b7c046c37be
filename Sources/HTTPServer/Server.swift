import HTTPCore
import Primitives
import Reactor

/// An HTTP/1.1 server: listeners on every loop, each connection on one loop for life.
///
/// `Server` rather than the module's name, so that the module's other names can be qualified by it.
public final class Server: Sendable {
    /// The address it is bound to, its port chosen by the system where 0 was asked for.
    public let address: SocketAddress
    private let listeners: [Listener]
    private let loops: [ServerLoop]
    private let census: ConnectionCensus

    /// Binds `address` on every loop and serves what comes to `handler`.
    ///
    /// - Throws: what the system says when the address cannot be bound.
    public static func start(
        on address: SocketAddress,
        loops: [EventLoop],
        handler: any RequestHandler,
        settings: ServerSettings = ServerSettings(),
        time: any TimeSource = SystemTime()
    ) async throws -> Server {
        let server = try Server(address, loops, handler, settings, time)
        for (listener, loop) in zip(server.listeners, server.loops) {
            try await loop.run { try listener.begin() }
        }
        return server
    }

    private init(
        _ address: SocketAddress,
        _ loops: [EventLoop],
        _ handler: any RequestHandler,
        _ settings: ServerSettings,
        _ time: any TimeSource
    ) throws(SystemCallError) {
        precondition(!loops.isEmpty, "a server needs a loop")
        let census = ConnectionCensus()
        self.census = census
        self.loops = loops.map {
            ServerLoop(loop: $0, handler: handler, settings: settings, time: time, census: census)
        }
        try Self.checkThatNobodyListens(on: address)
        var bound = address
        var listeners: [Listener] = []
        for loop in self.loops {
            let listener = try Listener(bound, server: loop)
            bound = listener.address
            listeners.append(listener)
        }
        self.listeners = listeners
        self.address = bound
    }

    /// Sockets that share a port would share it with another process too, and each would get some of the
    /// connections; one that does not share finds that out.
    private static func checkThatNobodyListens(on address: SocketAddress) throws(SystemCallError) {
        try Socket.listen(on: address, reusePort: false).close()
    }

    /// How many connections are open.
    public var connectionCount: Int { census.count }

    /// Stops: accepts no more, closes idle connections, and lets requests that have begun be answered, each
    /// connection closing after its answer. What is not done after `limit` is cut off. Returns when no
    /// connection is left.
    public func drain(within limit: Duration = .seconds(25)) async {
        for (listener, loop) in zip(listeners, loops) {
            await loop.run {
                listener.close()
                loop.drain(within: limit)
            }
        }
        await census.untilEmpty()
    }
}

extension ServerLoop {
    /// Runs `body` on the loop's thread.
    func run<Failure: Error>(_ body: @escaping @Sendable () throws(Failure) -> Void) async throws(Failure) {
        let result: Result<Void, Failure> = await withUnsafeContinuation { continuation in
            loop.execute {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        try result.get()
    }
}
