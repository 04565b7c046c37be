import CLinux
import Glibc
import Testing

@testable import Primitives
@testable import Reactor

/// Files of the kernel's through sockets, between buffers.
@Suite struct SocketFileTests {
    private struct Pair {
        let near: Socket
        let far: Socket

        init() throws {
            let pair = try SocketPair()
            for end in [pair.near, pair.far] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
            near = Socket(FileDescriptor(owning: pair.near), peer: nil)
            far = Socket(FileDescriptor(owning: pair.far), peer: nil)
            // A write to a peer that is gone is an error, and no signal, as it is where there is a loop.
            try systemCall("sigaction") { cx_ignore_broken_pipe() }
        }
    }

    private static func text(_ letter: String, _ count: Int) -> String {
        String(repeating: letter, count: count)
    }

    @Test func piecesGoInTheirOrder() throws {
        let pair = try Pair()
        let texts = [
            Self.text("a", 300), Self.text("b", 70_001), Self.text("c", 5), Self.text("d", 4096),
            Self.text("e", 1),
            Self.text("f", 9),
        ]
        let files = try [1, 3, 4].map { try #require(MemoryFile(ByteBuffer(texts[$0]))) }
        let pieces: [OutputPiece] = [
            .buffer(ByteBuffer(texts[0])), .file(files[0]), .buffer(ByteBuffer(texts[2])), .file(files[1]),
            .file(files[2]), .buffer(ByteBuffer(texts[5])),
        ]
        let whole = texts.joined()
        let positions = files.map { lseek($0.descriptor, 0, SEEK_CUR) }
        let received = ByteBuffer()
        var sent = 0
        // The first call takes what is before the file, and no more.
        #expect(try pair.near.write(pieces) == 300)
        sent += 300
        while sent < whole.utf8.count {
            sent += try pair.near.write(pieces, from: sent)
            while case .bytes = try pair.far.read(into: received) {}
        }
        #expect(sent == whole.utf8.count && received.string == whole)
        #expect(try pair.near.write(pieces, from: sent) == 0, "nothing is left")
        #expect(
            files.map { lseek($0.descriptor, 0, SEEK_CUR) } == positions, "nobody moves the shared position")
    }

    @Test(arguments: [0, 1, 299, 300, 301, 4395, 4396]) func goesOnAnywhere(offset: Int) throws {
        let pair = try Pair()
        let file = try #require(MemoryFile(ByteBuffer(Self.text("b", 4096))))
        let pieces: [OutputPiece] = [.buffer(ByteBuffer(Self.text("a", 300))), .file(file)]
        var sent = offset
        while sent < 4396 { sent += try pair.near.write(pieces, from: sent) }
        let received = ByteBuffer()
        while case .bytes = try pair.far.read(into: received) {}
        #expect(received.string == String((Self.text("a", 300) + Self.text("b", 4096)).dropFirst(offset)))
    }

    @Test func aFullSocketTakesAPart() throws {
        let pair = try Pair()
        let file = try #require(MemoryFile(ByteBuffer([UInt8](repeating: 1, count: 8 << 20))))
        var sent = 0
        while true {
            let count = try pair.near.write([.file(file)], from: sent)
            if count == 0 { break }
            sent += count
        }
        #expect(sent > 0 && sent < file.count)
    }

    @Test func aPeerThatIsGoneIsAnError() throws {
        let pair = try Pair()
        let file = try #require(MemoryFile(ByteBuffer("bytes")))
        pair.far.close()
        #expect(throws: SystemCallError(call: "sendfile", code: EPIPE)) { try pair.near.write([.file(file)]) }
    }

    @Test func aFileThatEndsEarlyIsAnError() throws {
        let pair = try Pair()
        let whole = try #require(MemoryFile(ByteBuffer("bytes")))
        let short = MemoryFile(owning: dup(whole.descriptor), count: 6)
        #expect(try pair.near.write([.file(short)]) == 5)
        #expect(throws: SystemCallError(call: "sendfile", code: ENODATA)) {
            try pair.near.write([.file(short)], from: 5)
        }
    }

    @Test func whatCannotBeWrittenIsNoFile() {
        #expect(cx_memory_file(nil, 1) == -1 && errno == EFAULT)
    }
}
