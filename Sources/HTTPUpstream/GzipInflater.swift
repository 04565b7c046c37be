import CZlib
import Primitives

/// Decompresses a gzip body (RFC 1952) as it comes in.
///
/// libcurl could do it, but takes a stream that is cut short for a whole one. This one knows when the last
/// member has ended, checksum and length compared.
final class GzipInflater {
    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether what came so far ends where a member does, or nothing came.
    private(set) var isComplete = true

    /// An inflater; nothing when there is no memory for it.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard cx_inflate_begin(stream) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Makes it ready for another body.
    func reset() {
        inflateReset(stream)
        isComplete = true
    }

    /// Why a body cannot be decompressed.
    enum Failure: Error {
        /// It is not gzip, or damaged.
        case broken
        /// It is larger than the bound.
        case tooLarge
    }

    /// Appends what `input` decompresses to, as long as `output` stays within `maximum`.
    func inflate(_ input: UnsafeBufferPointer<UInt8>, into output: ByteBuffer, maximum: Int) throws(Failure) {
        guard !input.isEmpty else { return }
        if isComplete { try beginMember() }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        var isOutputFull = false
        repeat {
            if isComplete { try beginMember() }
            // One byte past the bound tells that it is passed.
            let room = min(max(4 * input.count, 16_384), maximum - output.count + 1)
            try output.appendUninitialized(room) { start throws(Failure) in try step(start, room) }
            guard output.count <= maximum else { throw .tooLarge }
            isOutputFull = stream.pointee.avail_out == 0
        } while stream.pointee.avail_in > 0 || (isOutputFull && !isComplete)
    }

    private func beginMember() throws(Failure) {
        // Keeps what is left of the input.
        guard inflateReset(stream) == Z_OK else { throw .broken }
        isComplete = false
    }

    private func step(_ start: UnsafeMutablePointer<UInt8>, _ room: Int) throws(Failure) -> Int {
        stream.pointee.next_out = start
        stream.pointee.avail_out = UInt32(clamping: room)
        switch CZlib.inflate(stream, Z_NO_FLUSH) {
        case Z_OK: break
        case Z_STREAM_END: isComplete = true
        // No progress without more input or room, which is no fault of the stream.
        case Z_BUF_ERROR: break
        default: throw .broken
        }
        return room - Int(stream.pointee.avail_out)
    }
}
