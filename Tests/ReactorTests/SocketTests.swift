import Glibc
import Primitives
import Testing

@testable import Reactor

struct SocketTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:443", "[::1]:443"), ("localhost:1", "127.0.0.1:1"),
        ("0.0.0.0:0", "0.0.0.0:0"), ("[2001:db8::1]:65535", "[2001:db8::1]:65535"),
    ]) func addressesAreRead(text: String, printed: String) throws {
        let address = try #require(SocketAddress(text))
        #expect(address.description == printed)
        #expect(!address.host.description.contains("["))
    }

    @Test(arguments: [
        "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1", "127.0.0.1: 1", "::1:80",
        "[::1]",
        "[127.0.0.1]:80", "example.com:80", "[::1:80", "::1]:80", "127.0.0.1:000080", "1:2:3",
    ]) func otherTextsAreNot(text: String) {
        #expect(SocketAddress(text) == nil)
    }

    @Test(arguments: ["127.0.0.1:0", "[::1]:0"]) func aConnectionCarriesBytesBothWays(at text: String)
        async throws
    {
        let address = try #require(SocketAddress(text))
        try await withLoop { loop in
            let listener = try Socket.listen(on: address)
            let local = try #require(listener.localAddress)
            #expect(local.host == address.host && local.port != 0)
            #expect(try listener.accept() == nil)
            let client = try connect(to: local)
            let accepted = try await accept(listener, loop)
            #expect(accepted.peer == client.localAddress)
            #expect(accepted.localAddress == local)

            let buffer = ByteBuffer()
            #expect(try accepted.read(into: buffer) == .wouldBlock)
            let parts = (0..<40).map { OutputPiece.buffer(ByteBuffer("part \($0);")) }
            var sent = 0
            let total = parts.reduce(0) { $0 + $1.count }
            while sent < total { sent += try client.write(parts, from: sent) }
            #expect(try client.write(ByteBuffer("head;"), ByteBuffer("body"), from: 2) == 7)
            try client.shutdownWrite()
            while try await read(accepted, into: buffer, loop) {}
            #expect(buffer.string == (0..<40).map { "part \($0);" }.joined() + "ad;body")
            #expect(try accepted.write(ByteBuffer("back")) == 4)
        }
    }

    @Test func aFullSocketTakesAPart() async throws {
        try await withLoop { loop in
            let listener = try Socket.listen(on: SocketAddress(host: .loopback, port: 0))
            let client = try connect(to: try #require(listener.localAddress))
            let accepted = try await accept(listener, loop)
            let large = ByteBuffer([UInt8](repeating: 1, count: 64 << 20))
            var sent = 0
            while true {
                let count = try client.write(large, from: sent)
                if count == 0 { break }
                sent += count
            }
            #expect(sent < large.count)
            accepted.close()
            try await loop.sleep(for: .milliseconds(2))
            // A peer that is gone is an error, not a signal.
            #expect(throws: SystemCallError.self) {
                for _ in 0..<3 { _ = try client.write(large) }
            }
        }
    }

    @Test func twoMayListenAtOnePortWhenBothSaySo() throws {
        let first = try Socket.listen(on: SocketAddress(host: .loopback, port: 0), reusePort: true)
        let address = try #require(first.localAddress)
        _ = try Socket.listen(on: address, reusePort: true)
        #expect(throws: SystemCallError(call: "bind", code: EADDRINUSE)) { try Socket.listen(on: address) }
    }

    private func connect(to address: SocketAddress) throws -> Socket {
        let file = FileDescriptor(
            owning: try systemCall("socket") { socket(address.family, Int32(SOCK_STREAM.rawValue), 0) }
        )
        let number = file.number
        try systemCall("connect") { address.withKernelForm { Glibc.connect(number, $0, $1) } }
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        return Socket(file, peer: address)
    }

    private func accept(_ listener: Socket, _ loop: EventLoop) async throws -> Socket {
        while true {
            if let socket = try listener.accept() { return socket }
            try await loop.sleep(for: .milliseconds(1))
        }
    }

    /// Reads once; false at the end.
    private func read(_ socket: Socket, into buffer: ByteBuffer, _ loop: EventLoop) async throws -> Bool {
        let outcome = try socket.read(into: buffer)
        if outcome == .wouldBlock { try await loop.sleep(for: .milliseconds(1)) }
        return outcome != .end
    }
}
