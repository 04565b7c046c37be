import Glibc
import Primitives

@testable import Reactor

/// A connected socket that a thread reads and writes as long as it takes. Of HTTP it knows where a message ends.
struct BlockingConnection {
    let descriptor: Int32
    private var pending: [UInt8] = []

    /// The connection of a socket that somebody else closes.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        set(IPPROTO_TCP, TCP_NODELAY, Int32(1))
    }

    /// Connects to that address; nothing when nobody takes connections there.
    static func descriptor(connectedTo address: SocketAddress) -> Int32? {
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        if address.withKernelForm({ connect(descriptor, $0, $1) }) == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    /// The next message whole, its body by `Content-Length`; nothing at the end of the connection.
    mutating func readMessage() -> [UInt8]? {
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: pending[..<end.upperBound], as: UTF8.self).lowercased()
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
                let count = end.upperBound + (length.flatMap { Int($0.dropFirst(16)) } ?? 0)
                if pending.count >= count {
                    defer { pending.removeFirst(count) }
                    return Array(pending[..<count])
                }
            }
            var bytes = [UInt8](repeating: 0, count: 16 << 10)
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return nil }
            pending += bytes[..<count]
        }
    }

    /// Sends everything; `false` when the peer has gone.
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
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

    /// Has the connection end in a reset when it is closed.
    func resetWhenClosed() { set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0)) }

    /// Waits until the peer goes away.
    func waitForEnd() {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) > 0 {}
    }

    private func set<Value>(_ level: some BinaryInteger, _ option: Int32, _ value: Value) {
        withUnsafeBytes(of: value) {
            _ = setsockopt(descriptor, Int32(level), option, $0.baseAddress, socklen_t($0.count))
        }
    }
}
