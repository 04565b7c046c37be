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

    /// Writes what stands in the buffers, one behind the other, from the byte `offset` of them all on; how
    /// many bytes went, which may be fewer, and 0 when none could go now. At most 16 buffers go at a time.
    public func write(_ buffers: [ByteBuffer], from offset: Int = 0) throws(SystemCallError) -> Int {
        var pieces = InlinePieces()
        var skipped = offset
        for buffer in buffers where pieces.count < InlinePieces.capacity {
            let passed = min(skipped, buffer.count)
            skipped -= passed
            pieces.append(buffer, from: passed)
        }
        return try send(&pieces)
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

    private func send(_ pieces: inout InlinePieces) throws(SystemCallError) -> Int {
        guard pieces.count > 0 else { return 0 }
        let sent = try nonblockingSystemCall("sendmsg") {
            pieces.withPointer { cx_send(descriptor, $0, $1) }
        }
        return sent ?? 0
    }

    /// Sends no more: the peer reads what was written, then the end of the stream.
    public func shutdownWrite() throws(SystemCallError) {
        try systemCall("shutdown") { shutdown(descriptor, Int32(SHUT_WR)) }
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
