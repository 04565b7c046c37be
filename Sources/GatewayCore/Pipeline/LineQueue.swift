import Primitives

/// Lines of a log that wait to be written. What comes while they fill their room is dropped, and counted: nobody
/// waits for a slow reader, and no memory piles up.
public struct LineQueue: Sendable {
    private static let startingRoom = 16_384

    private let capacity: Int
    private var buffer = ByteBuffer(capacity: LineQueue.startingRoom)
    private var dropped = 0

    /// A queue of that many bytes, and one line more at most.
    public init(capacity: Int) { self.capacity = capacity }

    /// Adds a line, which `write` writes without its end, when there is room for it.
    public mutating func append(_ write: (ByteBuffer) -> Void) {
        guard buffer.count < capacity else {
            dropped += 1
            return
        }
        write(buffer)
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Takes what waits, and how many lines were dropped meanwhile; nothing when there is neither.
    public mutating func take() -> (lines: ByteBuffer, dropped: Int)? {
        guard !buffer.isEmpty || dropped > 0 else { return nil }
        defer {
            buffer = ByteBuffer(capacity: Self.startingRoom)
            dropped = 0
        }
        return (buffer, dropped)
    }
}
