import Primitives
import Reactor

/// Bytes on their way to a client, in the buffers they were written into.
struct OutputQueue {
    private var buffers: [ByteBuffer] = []
    /// How many bytes of the first buffer are sent.
    private var sentCount = 0
    /// How many bytes wait.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Adds a buffer, which is the queue's from here on.
    mutating func append(_ buffer: ByteBuffer) {
        guard !buffer.isEmpty else { return }
        buffers.append(buffer)
        count += buffer.count
    }

    /// Writes as much as one call takes; how many bytes went, 0 when none could.
    mutating func write(to socket: Socket) throws(SystemCallError) -> Int {
        let sent = try socket.write(buffers, from: sentCount)
        removeFirst(sent)
        return sent
    }

    /// Lets go of the buffers that are sent.
    private mutating func removeFirst(_ amount: Int) {
        count -= amount
        guard count > 0 else { return removeAll() }
        sentCount += amount
        var finished = 0
        while sentCount >= buffers[finished].count {
            sentCount -= buffers[finished].count
            finished += 1
        }
        buffers.removeFirst(finished)
    }

    /// Forgets everything.
    mutating func removeAll() {
        buffers.removeAll(keepingCapacity: buffers.capacity <= 4)
        sentCount = 0
        count = 0
    }
}
