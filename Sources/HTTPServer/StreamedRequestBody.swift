import HTTPCore
import Primitives

/// The body of a request on its way from a connection to who answers it, a piece at a time. What was read and
/// not asked for is bounded: past it, the connection reads no more.
///
/// `@unchecked Sendable`: touched on its connection's loop alone, where the task that answers runs.
final class StreamedRequestBody: BodySource, @unchecked Sendable {
    /// How many bytes may wait for the reader before no more are read from the client.
    static let highWaterMark = 64 * 1024

    private weak var connection: Connection?
    private var pending = ByteBuffer(capacity: 0)
    private var outcome: Result<Void, BodyFailure>?
    private var reader: UnsafeContinuation<Void, Never>?

    /// Whether no more is to be read for now.
    var isFull: Bool { pending.count >= Self.highWaterMark }

    /// The connection it comes over, which may end before the reader does.
    func attach(to connection: Connection) { self.connection = connection }

    /// Bytes came.
    func append(_ bytes: UnsafeRawBufferPointer) { pending.append(bytes) }

    /// There is no more, or no more will come. What came before is still read.
    func end(_ outcome: Result<Void, BodyFailure>) {
        if self.outcome == nil { self.outcome = outcome }
    }

    /// Lets the reader look again.
    func wakeReader() {
        guard let reader else { return }
        self.reader = nil
        reader.resume()
    }

    func next() async throws(BodyFailure) -> ByteBuffer? {
        connection?.bodyIsWanted()
        while pending.isEmpty, outcome == nil {
            guard connection != nil else { throw BodyFailure.cancelled }
            await withUnsafeContinuation { reader = $0 }
        }
        guard pending.isEmpty else {
            let piece = pending
            pending = ByteBuffer(capacity: 0)
            connection?.bodyWasTaken()
            return piece
        }
        try outcome?.get()
        return nil
    }
}
