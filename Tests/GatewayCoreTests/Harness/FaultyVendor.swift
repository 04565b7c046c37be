import Glibc
import Primitives
import Synchronization
import Testing

@testable import Reactor

/// A vendor behind a socket of 127.0.0.1 that answers as it should, or meets a request with a fault. Threads that
/// block serve it.
final class FaultyVendor: Sendable {
    /// What becomes of a request.
    enum Fault: CaseIterable, Sendable {
        /// It is answered.
        case none
        /// The answer comes a byte at a time.
        case slice
        /// The connection ends before the answer.
        case drop
        /// The connection is reset before the answer.
        case reset
        /// It is carried out, and its answer breaks off.
        case loseReply
        /// Nothing ever comes.
        case hang
        /// The answer is whole and no JSON.
        case garble
        /// The vendor says that it broke down.
        case breakDown
        /// The vendor refuses it.
        case refuse
    }

    private struct State {
        var faults: [Fault] = []
        var received = 0
        var hanging = 0
        var sockets: [Int32] = []
        var waiting: [(hanging: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let port: UInt16
    private let listener: Int32
    private let answer: String
    private let state = Mutex(State())

    /// How many requests came whole.
    var received: Int { state.withLock { $0.received } }

    /// A vendor that meets its requests with these faults in turn, the last of them again and again, and answers
    /// with that JSON.
    init(_ faults: [Fault], answer: String) throws {
        let socket = try Socket.listen(on: SocketAddress(host: .loopback, port: 0))
        port = try #require(socket.localAddress).port
        listener = dup(socket.descriptor)
        _ = fcntl(listener, F_SETFL, 0)
        self.answer = answer
        state.withLock { $0.faults = faults }
        try ThreadHandle().start(name: "vendor") { [self] in
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { return }
                state.withLock { $0.sockets.append(accepted) }
                try? ThreadHandle().start(name: "connection") { [self] in serve(accepted) }
            }
        }
    }

    /// Ends every connection, and takes no more.
    func stop() {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for socket in state.withLock({ $0.sockets }) { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Returns once so many requests hang.
    func untilHanging(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.hanging < count { state.waiting.append((count, continuation)) }
                return state.hanging >= count
            }
            if isOver { continuation.resume() }
        }
    }

    private func serve(_ socket: Int32) {
        var pending: [UInt8] = []
        while Self.readRequest(socket, &pending) {
            let fault = state.withLock { state in
                state.received += 1
                return state.faults.count > 1 ? state.faults.removeFirst() : state.faults[0]
            }
            guard meet(fault, socket) else { break }
        }
        close(socket)
        state.withLock { state in state.sockets.removeAll { $0 == socket } }
    }

    /// Meets a request; whether the connection goes on.
    private func meet(_ fault: Fault, _ socket: Int32) -> Bool {
        let whole = Self.message("200 OK", answer)
        switch fault {
        case .none: return Self.send(whole, socket)
        case .slice: return Array(whole.utf8).allSatisfy { Self.send([$0], socket) }
        case .drop: return false
        case .reset:
            var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
            let length = socklen_t(MemoryLayout<Glibc.linger>.size)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, length)
            return false
        case .loseReply:
            _ = Self.send(String(whole.dropLast(3)), socket)
            return false
        case .hang:
            hang(socket)
            return false
        case .garble: return Self.send(Self.message("200 OK", "{\"message\": \"ok\", "), socket)
        case .breakDown: return Self.send(Self.message("500 Oh", "{\"message\": \"broken\"}"), socket)
        case .refuse: return Self.send(Self.message("400 No", "{\"message\": \"no\"}"), socket)
        }
    }

    /// Waits until the peer goes away.
    private func hang(_ socket: Int32) {
        let heard = state.withLock { state in
            state.hanging += 1
            let heard = state.waiting.filter { $0.hanging <= state.hanging }
            state.waiting.removeAll { $0.hanging <= state.hanging }
            return heard
        }
        for (_, continuation) in heard { continuation.resume() }
        var byte: UInt8 = 0
        while read(socket, &byte, 1) > 0 {}
        state.withLock { $0.hanging -= 1 }
    }

    private static func message(_ status: String, _ body: String) -> String {
        """
        HTTP/1.1 \(status)\r
        Content-Type: application/json\r
        Content-Length: \(body.utf8.count)\r
        \r
        \(body)
        """
    }

    /// Reads a request, its body by `Content-Length`; `false` at the end of the connection.
    private static func readRequest(_ socket: Int32, _ pending: inout [UInt8]) -> Bool {
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: pending[..<end.upperBound], as: UTF8.self).lowercased()
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
                let whole = end.upperBound + (length.flatMap { Int($0.dropFirst(16)) } ?? 0)
                if pending.count >= whole {
                    pending.removeFirst(whole)
                    return true
                }
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(socket, &bytes, bytes.count)
            guard count > 0 else { return false }
            pending += bytes[..<count]
        }
    }

    private static func send(_ text: String, _ socket: Int32) -> Bool { send(Array(text.utf8), socket) }

    private static func send(_ bytes: [UInt8], _ socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
