import Glibc
import Primitives
import Reactor

/// A client that sends what it is told to, byte for byte, and waits for what comes.
final class TestClient {
    struct Failure: Error {
        let what: String
    }

    struct Response: Equatable {
        var status = 0
        var fields: [String] = []
        var body = ""

        func field(_ name: String) -> String? {
            fields.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private var descriptor: Int32
    private var received: [UInt8] = []

    /// Connects; a small `receiveBuffer` lets a response stall soon.
    init(_ address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = address.port.bigEndian
        target.sin_addr.s_addr = (address.host.v4 ?? 0).bigEndian
        let result = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(what: "connect: \(errno)") }
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Closes with a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func endInput() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Sends all bytes; false when the server is gone.
    @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { pointer in
                Glibc.send(
                    descriptor,
                    pointer.baseAddress.map { $0 + sent },
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits for more bytes; false at the end, which a reset also is.
    private func receive() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0, errno == EAGAIN { throw Failure(what: "nothing came; so far: \(received.count) bytes") }
        guard count > 0 else { return false }
        received += chunk[..<count]
        return true
    }

    private func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: 10) {
                let line = String(decoding: received[..<max(end - 1, 0)], as: UTF8.self)
                received.removeFirst(end + 1)
                return line
            }
            guard try receive() else { throw Failure(what: "the connection ended") }
        }
    }

    private func take(_ count: Int) throws -> String {
        while received.count < count {
            guard try receive() else { throw Failure(what: "the connection ended") }
        }
        defer { received.removeFirst(count) }
        return String(decoding: received[..<count], as: UTF8.self)
    }

    /// Waits for one response. `hasBody` is false for the answer to a HEAD.
    func response(hasBody: Bool = true) throws -> Response {
        var response = Response()
        let parts = try line().split(separator: " ")
        guard parts.count >= 2, parts[0] == "HTTP/1.1", let status = Int(parts[1]) else {
            throw Failure(what: "not a status line")
        }
        response.status = status
        while true {
            let field = try line()
            if field.isEmpty { break }
            response.fields.append(field)
        }
        if !hasBody { return response }
        if let length = response.field("Content-Length").flatMap({ Int($0) }) {
            response.body = try take(length)
        } else if response.field("Transfer-Encoding") == "chunked" {
            while let size = Int(try line(), radix: 16) {
                response.body += try take(size)
                _ = try line()
                if size == 0 { break }
            }
        } else if status >= 200, status != 204, status != 304 {
            response.body = try rest()
        }
        return response
    }

    /// Waits for the connection's end and says what came before it.
    func rest() throws -> String {
        while try receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// Waits until so many bytes are there, and forgets them.
    func skip(_ count: Int) throws {
        while received.count < count {
            guard try receive() else { throw Failure(what: "the connection ended") }
        }
        received.removeFirst(count)
    }
}
