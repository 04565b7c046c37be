import HTTPCore
import Primitives
import Synchronization

/// What is due when a streamed answer is over: sent to its end, broken off, or never asked for because the client
/// was gone. It is done once, and at the latest when nobody holds the body any more.
final class StreamEnding: Sendable {
    private let isOver = Atomic<Bool>(false)
    private let bytes = Atomic<Int>(0)
    private let end: @Sendable (_ bytes: Int) -> Void

    /// Has `end` done, with how many bytes the body had.
    init(_ end: @escaping @Sendable (_ bytes: Int) -> Void) { self.end = end }

    deinit { finish() }

    /// The body, which tells when it is over.
    func following(
        _ write: @escaping @Sendable (any BodyWriter) async throws -> Void
    ) -> Response.Body {
        .stream { [self] writer in
            defer { finish() }
            try await write(CountingWriter(writer: writer, ending: self))
        }
    }

    private func finish() {
        guard !isOver.exchange(true, ordering: .relaxed) else { return }
        end(bytes.load(ordering: .relaxed))
    }

    private struct CountingWriter: BodyWriter {
        let writer: any BodyWriter
        let ending: StreamEnding

        func write(_ buffer: ByteBuffer) async throws {
            let count = buffer.count
            try await writer.write(buffer)
            ending.bytes.wrappingAdd(count, ordering: .relaxed)
        }
    }
}
