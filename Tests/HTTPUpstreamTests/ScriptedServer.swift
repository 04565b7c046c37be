import Glibc
import Primitives
import Synchronization
import Testing

@testable import Reactor

/// A server that says what a test scripts, on threads that block, at a port of 127.0.0.1.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ScriptedConnection) -> Void

    private struct State {
        var accepted = 0
        var ended = 0
        var requests: [String] = []
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    /// How many connections were accepted.
    var acceptedCount: Int { state.withLock { $0.accepted } }
    /// How many connections' scripts have run to their end.
    var endedCount: Int { state.withLock { $0.ended } }
    /// The requests that were read whole, head and body.
    var requests: [String] { state.withLock { $0.requests } }

    /// Runs `script` on a thread of its own for each connection.
    init(_ script: @escaping Script) throws {
        let socket = try Socket.listen(on: SocketAddress(host: .loopback, port: 0))
        port = try #require(socket.localAddress).port
        listener = dup(socket.descriptor)
        _ = fcntl(listener, F_SETFL, 0)
        try ThreadHandle().start(name: "scripted") { [self] in
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { return }
                state.withLock { $0.accepted += 1 }
                try? ThreadHandle().start(name: "connection") { [self] in
                    script(ScriptedConnection(accepted, server: self))
                    close(accepted)
                    state.withLock { $0.ended += 1 }
                }
            }
        }
    }

    /// Answers every request of every connection with the same bytes.
    static func answering(_ answer: String) throws -> ScriptedServer {
        try ScriptedServer { connection in
            while connection.readRequest() != nil { connection.send(answer) }
        }
    }

    /// Says some bytes after each connection's first request, and closes.
    static func closing(after answer: String) throws -> ScriptedServer {
        try ScriptedServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(answer)
            connection.finish()
        }
    }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    func stop() {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    fileprivate func note(_ request: String) { state.withLock { $0.requests.append(request) } }
}

/// One connection to a scripted server, used by its thread alone.
final class ScriptedConnection {
    private let descriptor: Int32
    private let server: ScriptedServer
    private var pending: [UInt8] = []

    fileprivate init(_ descriptor: Int32, server: ScriptedServer) {
        self.descriptor = descriptor
        self.server = server
    }

    /// The next request, its body by `Content-Length`; nothing at the end of the stream.
    func readRequest() -> String? {
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: pending[..<end.upperBound], as: UTF8.self)
                let whole = end.upperBound + Self.bodyLength(head)
                while pending.count < whole {
                    guard readMore() else { return nil }
                }
                let request = String(decoding: pending[..<whole], as: UTF8.self)
                pending.removeFirst(whole)
                server.note(request)
                return request
            }
            guard readMore() else { return nil }
        }
    }

    /// The body behind a head, in chunks, to the last one; nothing when it ends before.
    func readChunks() -> String? {
        var body: [UInt8] = []
        while true {
            while let end = pending.firstRange(of: [13, 10]) {
                let line = String(decoding: pending[..<end.lowerBound], as: UTF8.self)
                guard let size = Int(line, radix: 16) else { return nil }
                let whole = end.upperBound + size + 2
                while pending.count < whole { guard readMore() else { return nil } }
                body += pending[end.upperBound..<end.upperBound + size]
                pending.removeFirst(whole)
                if size == 0 { return String(decoding: body, as: UTF8.self) }
            }
            guard readMore() else { return nil }
        }
    }

    private static func bodyLength(_ head: String) -> Int {
        for line in head.lowercased().split(separator: "\r\n") where line.hasPrefix("content-length: ") {
            return Int(line.dropFirst(16)) ?? 0
        }
        return 0
    }

    private func readMore() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return false }
        pending += bytes[..<count]
        return true
    }

    /// Sends the bytes; false when the peer is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Waits until the peer closes.
    func waitForEnd() { while readMore() {} }

    /// Says that nothing more comes, and returns once the peer's side has heard it.
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
        while true {
            // The first byte of the kernel's `tcp_info` is the state.
            var state: UInt8 = 0
            var length = socklen_t(1)
            getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &state, &length)
            guard state == UInt8(TCP_FIN_WAIT1) else { return }
            sched_yield()
        }
    }

    /// Closes with a reset instead of an end.
    func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }
}

/// Holds a scripted connection's thread until a test lets it go on.
final class DispatchGate: Sendable {
    private let isOpen = Mutex(false)

    func wait() { while !isOpen.withLock({ $0 }) { usleep(1000) } }

    func open() { isOpen.withLock { $0 = true } }
}
