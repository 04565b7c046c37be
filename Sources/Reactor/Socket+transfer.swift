import CLinux
import Glibc
import Primitives

extension Socket {
    /// What a read brought.
    public enum ReadOutcome: Equatable, Sendable {
        /// So many bytes, at least one.
        case bytes(Int)
        /// The end of the stream: the peer sends no more.
        case end
        /// Nothing yet.
        case wouldBlock
    }

    /// Appends up to `maximum` bytes to the buffer.
    public func read(into buffer: ByteBuffer, maximum: Int = 16_384) throws(SystemCallError) -> ReadOutcome {
        var outcome = ReadOutcome.wouldBlock
        try buffer.appendUninitialized(maximum) { room throws(SystemCallError) in
            let count = try nonblockingSystemCall("recv") { recv(descriptor, room, maximum, 0) }
            guard let count else { return 0 }
            outcome = count == 0 ? .end : .bytes(count)
            return count
        }
        return outcome
    }

    /// Writes what stands in the pieces, one behind the other, from the byte `offset` of them all on; how
    /// many bytes went, which may be fewer, and 0 when none could go now. At most 16 buffers go at a time; a
    /// file goes by itself, and the buffers before it wait in the kernel for its first bytes.
    public func write(_ pieces: [OutputPiece], from offset: Int = 0) throws(SystemCallError) -> Int {
        var gathered = InlinePieces()
        var skipped = offset
        for piece in pieces where gathered.count < InlinePieces.capacity {
            let passed = min(skipped, piece.count)
            skipped -= passed
            switch piece {
            case .buffer(let buffer): gathered.append(buffer, from: passed)
            case .file(let file):
                if passed == file.count { continue }
                if gathered.count == 0 { return try send(file, from: passed) }
                return try send(&gathered, Int32(MSG_MORE))
            }
        }
        return try send(&gathered)
    }

    /// Writes a head and a body as ``write(_:from:)`` does, without an array.
    public func write(_ head: ByteBuffer, _ body: ByteBuffer, from offset: Int = 0) throws(SystemCallError)
        -> Int
    {
        var pieces = InlinePieces()
        let passed = min(offset, head.count)
        pieces.append(head, from: passed)
        pieces.append(body, from: min(offset - passed, body.count))
        return try send(&pieces)
    }

    /// Writes a buffer as ``write(_:from:)`` does.
    public func write(_ buffer: ByteBuffer, from offset: Int = 0) throws(SystemCallError) -> Int {
        var pieces = InlinePieces()
        pieces.append(buffer, from: min(offset, buffer.count))
        return try send(&pieces)
    }

    private func send(
        _ pieces: inout InlinePieces, _ flags: Int32 = 0
    ) throws(SystemCallError) -> Int {
        guard pieces.count > 0 else { return 0 }
        let sent = try nonblockingSystemCall("sendmsg") {
            pieces.withPointer { cx_send(descriptor, $0, $1, flags) }
        }
        return sent ?? 0
    }

    /// Sends the rest of a file. Raises SIGPIPE when the peer is gone, which every process with a loop ignores.
    private func send(_ file: MemoryFile, from offset: Int) throws(SystemCallError) -> Int {
        let sent = try nonblockingSystemCall("sendfile") {
            cx_send_file(descriptor, file.descriptor, offset, file.count - offset)
        }
        guard let sent else { return 0 }
        // Its end before its last byte. A sealed file has none; another would be tried again for ever.
        guard sent > 0 else { throw SystemCallError(call: "sendfile", code: ENODATA) }
        return sent
    }

    /// Sends no more: the peer reads what was written, then the end of the stream.
    public func shutdownWrite() throws(SystemCallError) {
        try systemCall("shutdown") { shutdown(descriptor, Int32(SHUT_WR)) }
    }
}

/// What is written to a socket.
public enum OutputPiece: Sendable {
    /// Bytes of the process, which the kernel copies.
    case buffer(ByteBuffer)
    /// Bytes that the kernel has.
    case file(MemoryFile)

    /// How many bytes there are.
    @inlinable public var count: Int {
        switch self {
        case .buffer(let buffer): buffer.count
        case .file(let file): file.count
        }
    }
}

/// The pieces of a gathered write, in place. The buffers outlive it: they are the caller's arguments.
private struct InlinePieces {
    static let capacity = 16

    private var storage = InlineArray<16, iovec>(repeating: iovec())
    private(set) var count = 0

    mutating func append(_ buffer: ByteBuffer, from offset: Int) {
        guard offset < buffer.count else { return }
        buffer.withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            storage[count] = iovec(
                iov_base: UnsafeMutableRawPointer(mutating: start + offset),
                iov_len: bytes.count - offset
            )
        }
        count += 1
    }

    mutating func withPointer<Result>(_ body: (UnsafeMutablePointer<iovec>, Int) -> Result) -> Result {
        var span = storage.mutableSpan
        let count = count
        return span.withUnsafeMutableBufferPointer { pieces in
            guard let start = pieces.baseAddress else { preconditionFailure("the storage is not empty") }
            return body(start, count)
        }
    }
}
