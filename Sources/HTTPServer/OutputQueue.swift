import Primitives
import Reactor

/// Bytes on their way to a client, where they were written: in buffers, and in files of the kernel's.
struct OutputQueue {
    private var pieces: [OutputPiece] = []
    /// How many bytes of the first piece are sent.
    private var sentCount = 0
    /// How many bytes wait.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Adds a buffer, which is the queue's from here on.
    mutating func append(_ buffer: ByteBuffer) {
        guard !buffer.isEmpty else { return }
        pieces.append(.buffer(buffer))
        count += buffer.count
    }

    /// Adds a file, which others may be sending as well.
    mutating func append(_ file: MemoryFile) {
        pieces.append(.file(file))
        count += file.count
    }

    /// Writes as much as one call takes; how many bytes went, 0 when none could.
    mutating func write(to socket: Socket) throws(SystemCallError) -> Int {
        let sent = try socket.write(pieces, from: sentCount)
        removeFirst(sent)
        return sent
    }

    /// Lets go of the pieces that are sent.
    private mutating func removeFirst(_ amount: Int) {
        count -= amount
        guard count > 0 else { return removeAll() }
        sentCount += amount
        var finished = 0
        while sentCount >= pieces[finished].count {
            sentCount -= pieces[finished].count
            finished += 1
        }
        pieces.removeFirst(finished)
    }

    /// Forgets everything.
    mutating func removeAll() {
        pieces.removeAll(keepingCapacity: pieces.capacity <= 4)
        sentCount = 0
        count = 0
    }
}
