import CCurl
import Primitives
import Reactor

/// A socket of libcurl's, as the loop knows it.
final class SocketWatch: EventHandler {
    let socket: Int32
    /// Whether it is a connection, of which the client hears when it is closed.
    let isConnection: Bool
    var registration: Registration?
    /// What the loop is told to look for.
    var registered: Readiness = []
    /// What libcurl waits for.
    var wanted: Readiness = []
    private let client: UpstreamClient

    init(_ socket: Int32, isConnection: Bool, client: UpstreamClient) {
        self.socket = socket
        self.isConnection = isConnection
        self.client = client
    }

    func ready(_ readiness: Readiness) { client.socketReady(self, readiness) }
}

extension UpstreamClient {
    /// libcurl opened a connection's socket.
    func connectionOpened(_ socket: Int32) {
        place(SocketWatch(socket, isConnection: true, client: self))
    }

    /// libcurl is done with a connection's socket.
    func closeConnection(_ socket: Int32) {
        if let watch = watch(of: socket) { drop(watch) }
        var descriptor = FileDescriptor(owning: socket)
        descriptor.close()
    }

    /// What libcurl waits for has changed.
    ///
    /// A connection that rests between two requests stays registered, so that its next request costs no
    /// system call here. Other sockets are libcurl's own, and may be closed without a word: they leave the
    /// loop at once. One that cannot be registered stalls its transfer, which its deadline ends.
    func watch(_ socket: Int32, reading: Bool, writing: Bool) {
        var wanted: Readiness = []
        if reading { wanted.insert(.readable) }
        if writing { wanted.insert(.writable) }
        let watch = watch(of: socket) ?? SocketWatch(socket, isConnection: false, client: self)
        watch.wanted = wanted
        if wanted.isEmpty {
            if !watch.isConnection { drop(watch) }
            return
        }
        if !watch.isConnection { place(watch) }
        register(watch)
    }

    private func register(_ watch: SocketWatch) {
        if let registration = watch.registration {
            guard watch.registered != watch.wanted else { return }
            try? loop.update(registration, interest: watch.wanted)
        } else {
            watch.registration = try? loop.register(
                watch.socket, interest: watch.wanted, urgency: .patient, handler: watch)
        }
        watch.registered = watch.wanted
    }

    /// A socket is ready.
    func socketReady(_ watch: SocketWatch, _ readiness: Readiness) {
        if watch.wanted.isEmpty {
            // A resting connection that its peer closes, or that sends what nobody asked for. libcurl finds
            // that out before it uses the connection again.
            unregister(watch)
            return
        }
        var events: Int32 = 0
        if !readiness.isDisjoint(with: [.readable, .hangup, .closed]) { events |= CURL_CSELECT_IN }
        if readiness.contains(.writable) { events |= CURL_CSELECT_OUT }
        if readiness.contains(.error) { events |= CURL_CSELECT_ERR }
        multi.socketReady(watch.socket, events)
        advance()
    }

    private func watch(of socket: Int32) -> SocketWatch? {
        let index = Int(socket)
        return index >= 0 && index < watches.count ? watches[index] : nil
    }

    private func place(_ watch: SocketWatch) {
        let index = Int(watch.socket)
        while watches.count <= index { watches.append(nil) }
        watches[index] = watch
    }

    private func drop(_ watch: SocketWatch) {
        unregister(watch)
        let index = Int(watch.socket)
        if index < watches.count { watches[index] = nil }
    }

    private func unregister(_ watch: SocketWatch) {
        guard let registration = watch.registration else { return }
        loop.deregister(registration)
        watch.registration = nil
        watch.registered = []
    }
}
