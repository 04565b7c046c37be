import HTTPCore
import Primitives

/// An answer that is kept, as those get it who ask later: everything of it is ready.
final class CachedAnswer: Sendable {
    /// What an entry takes besides its bytes: its objects, and its places in the tables.
    static let overhead = 512
    /// From how many bytes on a body goes to a file of the kernel's. To hand over one that is smaller costs as much as
    /// copying it.
    static let smallestFile = 32 * 1024
    /// What memory is given out in.
    private static let page = 4096

    /// When the calls for it began.
    let begun: Instant
    /// The count of changes then.
    let generation: UInt64
    /// When it was made, which its age counts from.
    let made: Instant
    /// How long it is fresh.
    let lifetime: Duration
    /// From what age on it is renewed: a fifth of its life is left then.
    let renewalAge: Duration
    /// From what age on it serves nobody.
    let end: Duration
    /// The connections that it came from.
    let connections: [Int]
    /// The tag of its body.
    let tag: EntityTag
    /// The body, in which every source is said to be kept.
    let body: Response.Body
    /// The fields of its first answer.
    let fields: [Field]
    /// How many bytes it takes.
    let size: Int

    /// Keeps an answer of that body.
    init(
        _ response: Response, _ body: ByteBuffer, flags: [Int], tag: EntityTag, lifetime: Duration,
        connections: [Int], of ticket: FlightTicket, at now: Instant
    ) {
        begun = ticket.moment
        generation = ticket.begun
        made = now
        self.lifetime = lifetime
        renewalAge = lifetime * 4 / 5
        end = lifetime + ResponseCache.staleTime
        self.connections = connections
        self.tag = tag
        let rendition = Self.rendition(body, flags)
        self.body = .buffer(rendition)
        fields = response.fields.all
        let texts = fields.reduce(tag.text.count) { $0 + $1.name.count + $1.value.count }
        size = Self.room(of: rendition) + ticket.key.count + texts + Self.overhead
    }

    /// The same answer, its body in that file.
    init(_ answer: CachedAnswer, in file: MemoryFile) {
        begun = answer.begun
        generation = answer.generation
        made = answer.made
        lifetime = answer.lifetime
        renewalAge = answer.renewalAge
        end = answer.end
        connections = answer.connections
        tag = answer.tag
        body = .file(file)
        fields = answer.fields
        size = answer.size
    }

    /// The buffer of a body that had better be in a file; nothing when it is in one, or too small.
    var largeBuffer: ByteBuffer? {
        guard case .buffer(let buffer) = body, buffer.count >= Self.smallestFile else { return nil }
        return buffer
    }

    /// What a body takes, in a buffer or in the file that it may come to be in, which has whole pages.
    private static func room(of body: ByteBuffer) -> Int {
        let room = body.capacity + ByteBuffer.padding
        return body.count < smallestFile ? room : (room + page - 1) / page * page
    }

    /// The body with `true` where it is said of a source whether it was kept. It has no room to spare.
    private static func rendition(_ body: ByteBuffer, _ flags: [Int]) -> ByteBuffer {
        let copy = ByteBuffer(capacity: body.count)
        var start = 0
        body.withBytes { bytes in
            for flag in flags where bytes[flag] == UInt8(ascii: "f") {
                copy.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<flag]))
                copy.append("true" as StaticString)
                start = flag + 5
            }
            copy.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start...]))
        }
        return copy
    }
}
