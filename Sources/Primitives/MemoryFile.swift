internal import CLinux
import Glibc
import Synchronization

/// Bytes that the kernel holds, in a file without a name (`memfd_create(2)`), so that sockets send them with no copy
/// out of this process. They are written once and sealed: nobody can change them from then on, and any number of
/// sockets may send them at once, each from an offset of its own. The file is closed when its last user lets go of it.
public final class MemoryFile: Sendable {
    /// How many bytes it holds, at least one.
    public let count: Int
    /// The descriptor's number, to send from while this object lives. Its position is shared and means nothing.
    public let descriptor: Int32
    private let budget: MemoryFileBudget?

    /// A copy of the buffer's bytes; nothing when the kernel gives no file (no descriptor or memory is left, or it
    /// does not know such files), or when there are no bytes.
    public convenience init?(_ buffer: ByteBuffer) { self.init(buffer, within: nil) }

    fileprivate init?(_ buffer: ByteBuffer, within budget: MemoryFileBudget?) {
        guard !buffer.isEmpty else { return nil }
        let number = buffer.withBytes { cx_memory_file($0.baseAddress, $0.count) }
        guard number >= 0 else { return nil }
        count = buffer.count
        descriptor = number
        self.budget = budget
    }

    /// Takes over a file that is said to hold so many bytes.
    init(owning descriptor: Int32, count: Int) {
        self.count = count
        self.descriptor = descriptor
        budget = nil
    }

    deinit {
        _ = close(descriptor)
        budget?.fileClosed()
    }

    /// A copy of the bytes; nothing when they cannot be read.
    public var bytes: [UInt8]? {
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            while filled < count, let start = room.baseAddress {
                let read = pread(descriptor, start + filled, count - filled, off_t(filled))
                guard read > 0 else { break }
                filled += read
            }
            isWhole = filled == count
        }
        return isWhole ? bytes : nil
    }
}

/// How many memory files there may be at once. A file counts until it is closed, whoever holds it last.
public final class MemoryFileBudget: Sendable {
    /// How many there may be.
    public let limit: Int
    private let used = Atomic<Int>(0)

    /// Room for so many files.
    public init(limit: Int) { self.limit = limit }

    /// Room for `limit` files, and for no more than a part of the descriptors that this process may have, so that
    /// most of them are left to its connections.
    public convenience init(limit: Int, shareOfDescriptors divisor: Int) {
        let descriptors = Int(clamping: cx_descriptor_limit())
        self.init(limit: min(limit, descriptors / divisor))
    }

    /// How many there are.
    public var count: Int { used.load(ordering: .relaxed) }

    /// A file of the buffer's bytes; nothing when there are too many already, or the kernel gives none.
    public func file(of buffer: ByteBuffer) -> MemoryFile? {
        guard used.load(ordering: .relaxed) < limit else { return nil }
        let isWithin = used.wrappingAdd(1, ordering: .relaxed).oldValue < limit
        if isWithin, let file = MemoryFile(buffer, within: self) { return file }
        fileClosed()
        return nil
    }

    fileprivate func fileClosed() { used.wrappingSubtract(1, ordering: .relaxed) }
}
