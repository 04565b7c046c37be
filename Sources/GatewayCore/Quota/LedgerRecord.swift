import Primitives

/// What a store keeps of a quota besides the calls that were made: the clock they are dated by, the blocks of
/// calls that may be made unrecorded, and until when the vendor takes none.
struct LedgerRecord: Equatable, Sendable {
    /// Dates moments for every process of one boot, so that a calendar that steps changes nothing.
    struct Anchor: Equatable, Sendable {
        /// The boot it is good for.
        var boot: [UInt8]
        /// What is added to the time since that boot, in nanoseconds.
        var offset: Int64
    }

    /// Calls that a process may make.
    struct Block: Equatable, Sendable {
        /// Whose it is: 16 bytes.
        var owner: [UInt8]
        /// Tells the owner's writings of it apart.
        var sequence: UInt64
        /// How many calls.
        var count: Int
        /// When what is left of it is void, in the anchor's time.
        var end: Int64
    }

    /// A time in which the vendor takes no calls.
    struct Closure: Equatable, Sendable {
        /// When it ends, in the anchor's time.
        var end: Int64
        /// Whether the vendor has blocked us, rather than said that its limit is spent.
        var isBlock: Bool
    }

    var anchor: Anchor
    var closure: Closure?
    var blocks: [Block]

    /// How many bytes tell boots, and owners, apart.
    static let identifierLength = 16
    /// A record with a closure has another version, so that one without is as it always was.
    private static let version: UInt8 = 1
    private static let versionWithClosure: UInt8 = 2
    private static let closureLength = 9
    private static let blockLength = identifierLength + 24

    /// This anchor, closure and blocks.
    init(anchor: Anchor, closure: Closure? = nil, blocks: [Block]) {
        self.anchor = anchor
        self.closure = closure
        self.blocks = blocks
    }

    /// Reads what ``bytes`` wrote; nothing when it is not that.
    init?(_ bytes: [UInt8]) {
        let hasClosure = bytes.first == Self.versionWithClosure
        let anchorEnd = 1 + Self.identifierLength + 8
        let head = anchorEnd + (hasClosure ? Self.closureLength : 0)
        guard bytes.count >= head, hasClosure || bytes[0] == Self.version,
            (bytes.count - head).isMultiple(of: Self.blockLength)
        else { return nil }
        if hasClosure {
            guard bytes[anchorEnd] <= 1 else { return nil }
            closure = Closure(
                end: Int64(bitPattern: Self.number(bytes[(anchorEnd + 1)...])), isBlock: bytes[anchorEnd] == 1
            )
        }
        anchor = Anchor(
            boot: Array(bytes[1...Self.identifierLength]),
            offset: Int64(bitPattern: Self.number(bytes[(1 + Self.identifierLength)...])))
        blocks = []
        for start in stride(from: head, to: bytes.count, by: Self.blockLength) {
            let numbers = bytes[(start + Self.identifierLength)...]
            guard let count = Int(exactly: Self.number(numbers.dropFirst(8))) else { return nil }
            blocks.append(
                Block(
                    owner: Array(bytes[start..<start + Self.identifierLength]),
                    sequence: Self.number(numbers), count: count,
                    end: Int64(bitPattern: Self.number(numbers.dropFirst(16)))))
        }
    }

    /// The record as it is stored.
    var bytes: [UInt8] {
        var bytes = [closure == nil ? Self.version : Self.versionWithClosure]
        bytes += anchor.boot
        Self.append(UInt64(bitPattern: anchor.offset), to: &bytes)
        if let closure {
            bytes.append(closure.isBlock ? 1 : 0)
            Self.append(UInt64(bitPattern: closure.end), to: &bytes)
        }
        for block in blocks {
            bytes += block.owner
            Self.append(block.sequence, to: &bytes)
            Self.append(UInt64(block.count), to: &bytes)
            Self.append(UInt64(bitPattern: block.end), to: &bytes)
        }
        return bytes
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }
}
