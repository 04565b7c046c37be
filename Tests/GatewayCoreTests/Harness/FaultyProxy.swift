import Glibc
import Primitives
import Synchronization
import Testing

@testable import Reactor

/// A proxy at a port of 127.0.0.1 before a vendor: it passes requests and replies on as they are, or has them
/// meet a fault. Threads that block serve it, two sockets each.
final class FaultyProxy: Sendable {
    /// What becomes of a request.
    enum Fault: CaseIterable, Sendable {
        /// It is answered.
        case none
        /// The reply comes late: ``FaultyProxy/delay`` after the vendor gave it.
        case delay
        /// The reply comes three bytes at a time.
        case slice
        /// The connection ends; the vendor never sees the request.
        case drop
        /// The connection is reset; the vendor never sees the request.
        case reset
        /// The vendor carries it out, and the connection ends without a byte of the reply.
        case loseReply
        /// The vendor carries it out, and the connection ends within the reply's body, or its head where it has
        /// no body.
        case cutReply
        /// The same, with a reset.
        case resetReply
        /// The vendor carries it out, and nothing ever comes of the reply.
        case hang
        /// The vendor carries it out, and the reply is whole and no JSON.
        case garble
        /// The vendor carries it out, and the reply says that it broke down.
        case breakDown
        /// It is refused, and the vendor never sees it.
        case refuse

        /// Whether the vendor sees the request.
        var isForwarded: Bool {
            switch self {
            case .drop, .reset, .refuse: false
            case .none, .delay, .slice, .loseReply, .cutReply, .resetReply, .hang, .garble, .breakDown: true
            }
        }
    }

    /// What happened so far.
    struct Counts: Sendable {
        /// How many connections were made to the proxy.
        var connections = 0
        /// How many requests of the call came whole.
        var met = 0
        /// How many of them the vendor has answered.
        var answered = 0
        /// How many wait for a reply that never comes, and have not given up.
        var hanging = 0
    }

    private struct State {
        var counts = Counts()
        var faults: [Fault] = [.none]
        var sockets: Set<Int32> = []
        var isStopped = false
        var waiting: [Int: Waiting] = [:]
        var waited = 0
    }

    private struct Waiting {
        let condition: @Sendable (Counts) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    /// How late a reply is that is delayed.
    static let delay = Duration.milliseconds(150)

    let port: UInt16
    private let listener: Int32
    private let vendor: SocketAddress
    private let call: String
    private let state = Mutex(State())

    /// What happened so far.
    var counts: Counts { state.withLock { $0.counts } }

    /// A proxy before the vendor at that address, which passes everything on.
    ///
    /// - Parameter call: What the requests begin with that will meet faults and are counted: a method and a path.
    init(before vendor: SocketAddress, call: String = "") throws {
        let socket = try Socket.listen(on: SocketAddress(host: .loopback, port: 0))
        port = try #require(socket.localAddress).port
        listener = dup(socket.descriptor)
        _ = fcntl(listener, F_SETFL, 0)
        self.vendor = vendor
        self.call = call
        try ThreadHandle().start(name: "proxy") { [self] in
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { break }
                state.withLock { $0.counts.connections += 1 }
                try? ThreadHandle().start(name: "proxied") { [self] in serve(accepted) }
            }
            close(listener)
        }
    }

    /// Has the next requests of the call meet these faults in turn, the last of them again and again.
    func meet(_ faults: [Fault]) { state.withLock { $0.faults = faults } }

    /// Ends every connection, and takes no more.
    func stop() {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { state in
            state.isStopped = true
            for socket in state.sockets { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Returns once the counts are as wanted, or when they were not for that long.
    func wait(atMost limit: Duration = .seconds(10), until condition: @escaping @Sendable (Counts) -> Bool)
        async
    {
        let number = state.withLock { state in
            state.waited += 1
            return state.waited
        }
        let alarm = Task {
            try await Task.sleep(for: limit)
            state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation.resume()
        }
        await withCheckedContinuation { continuation in
            let isMet = state.withLock { state in
                let isMet = condition(state.counts)
                if !isMet {
                    state.waiting[number] = Waiting(condition: condition, continuation: continuation)
                }
                return isMet
            }
            if isMet { continuation.resume() }
        }
        alarm.cancel()
    }

    private func count(_ change: (inout Counts) -> Void) {
        let heard = state.withLock { state in
            change(&state.counts)
            let heard = state.waiting.filter { $0.value.condition(state.counts) }
            for number in heard.keys { state.waiting[number] = nil }
            return heard.values
        }
        for waiting in heard { waiting.continuation.resume() }
    }

    private func serve(_ accepted: Int32) {
        defer { end(accepted) }
        guard begin(accepted), let connected = BlockingConnection.descriptor(connectedTo: vendor) else {
            return
        }
        defer { end(connected) }
        guard begin(connected) else { return }
        var client = BlockingConnection(accepted)
        var vendor = BlockingConnection(connected)
        while let request = client.readMessage() {
            guard meet(request, client, &vendor) else { return }
        }
    }

    /// Notes a socket, so that it can be ended; `false` when it is too late for that.
    private func begin(_ socket: Int32) -> Bool {
        state.withLock { state in
            if !state.isStopped { state.sockets.insert(socket) }
            return !state.isStopped
        }
    }

    private func end(_ socket: Int32) {
        state.withLock { _ = $0.sockets.remove(socket) }
        close(socket)
    }

    /// Deals with a request; whether the connection goes on.
    private func meet(
        _ request: [UInt8], _ client: BlockingConnection, _ vendor: inout BlockingConnection
    ) -> Bool {
        guard hits(request) else {
            return vendor.send(request) && vendor.readMessage().map(client.send) ?? false
        }
        let fault = state.withLock { state in
            state.faults.count > 1 ? state.faults.removeFirst() : state.faults[0]
        }
        count { $0.met += 1 }
        guard fault.isForwarded else { return refuse(fault, client) }
        guard vendor.send(request), let reply = vendor.readMessage() else { return false }
        count { $0.answered += 1 }
        return give(reply, fault, client)
    }

    private func hits(_ request: [UInt8]) -> Bool {
        request.prefix(call.utf8.count).elementsEqual(call.utf8)
    }

    private func refuse(_ fault: Fault, _ client: BlockingConnection) -> Bool {
        if fault == .refuse { return client.send(Self.message("400 No", #"{"message": "no"}"#)) }
        if fault == .reset { client.resetWhenClosed() }
        return false
    }

    private func give(_ reply: [UInt8], _ fault: Fault, _ client: BlockingConnection) -> Bool {
        switch fault {
        case .none, .drop, .reset, .refuse: return client.send(reply)
        case .delay:
            usleep(useconds_t(Self.delay / .microseconds(1)))
            return client.send(reply)
        case .slice:
            return stride(from: 0, to: reply.count, by: 3).allSatisfy {
                client.send(reply[$0..<min($0 + 3, reply.count)])
            }
        case .loseReply: return false
        case .cutReply, .resetReply:
            _ = client.send(reply.dropLast(3))
            if fault == .resetReply { client.resetWhenClosed() }
            return false
        case .hang:
            count { $0.hanging += 1 }
            client.waitForEnd()
            count { $0.hanging -= 1 }
            return false
        case .garble: return client.send(Self.message("200 OK", #"{"message": "ok", "#))
        case .breakDown: return client.send(Self.message("500 Oh", #"{"message": "broken"}"#))
        }
    }

    private static func message(_ status: String, _ body: String) -> [UInt8] {
        let head = "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
        return Array("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }
}
