import Primitives
import Reactor

/// A listening socket on one loop. Several on one address share its connections (`SO_REUSEPORT`).
///
/// `@unchecked Sendable`: touched on its loop's thread alone, but for the address.
final class Listener: @unchecked Sendable {
    /// How many connections are accepted before others are served again.
    private static let acceptsPerTurn = 64
    /// How long nothing is accepted when descriptors or memory have run out.
    private static let pause = Duration.milliseconds(100)

    /// The address it is bound to.
    let address: SocketAddress
    private let server: ServerLoop
    private let socket: Socket
    private var registration: Registration?
    private var retry: TimerToken?

    /// Binds and listens; connections wait until ``begin()``.
    init(_ requested: SocketAddress, server: ServerLoop) throws(SystemCallError) {
        socket = try Socket.listen(on: requested, reusePort: true)
        address = socket.localAddress ?? requested
        self.server = server
    }

    /// Begins to accept. Loop thread only.
    func begin() throws(SystemCallError) {
        registration = try server.loop.register(socket.descriptor, interest: .readable, handler: self)
    }

    /// Accepts no more. Loop thread only.
    func close() {
        if let retry { server.loop.cancel(retry) }
        if let registration { server.loop.deregister(registration) }
        registration = nil
        socket.close()
    }

    /// Stops looking for connections for a while: those that wait stay ready, so the loop would spin.
    private func rest() {
        retry = server.loop.schedule(after: Self.pause, self)
        guard let registration else { return }
        try? server.loop.update(registration, interest: [])
    }
}

extension Listener: EventHandler {
    func ready(_: Readiness) {
        do throws(SystemCallError) {
            for _ in 0..<Self.acceptsPerTurn {
                guard let client = try socket.accept() else { return }
                server.serve(client)
            }
        } catch {
            rest()
        }
    }
}

extension Listener: TimerHandler {
    func timerFired(_: TimerToken) {
        retry = nil
        guard let registration else { return }
        do throws(SystemCallError) {
            try server.loop.update(registration, interest: .readable)
        } catch {
            rest()
        }
    }
}
