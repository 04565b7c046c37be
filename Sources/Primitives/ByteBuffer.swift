import Glibc

/// A growable run of bytes with one owner.
///
/// It is the one buffer of the gateway: what a socket reads into, what ``Text`` views, what the JSON
/// parser reads and what the JSON writer appends to. At least ``padding`` readable bytes always follow
/// ``count``, as a SIMD parser needs.
///
/// `@unchecked Sendable`: a buffer is handed from owner to owner and never written by two at once; once
/// a ``Text`` or a parsed document views it, nobody writes to it any more.
public final class ByteBuffer: @unchecked Sendable {
    /// How many bytes past ``count`` may be read (not meaningfully) by a SIMD parser.
    public static let padding = 64

    // Not checked for exclusive access at every use, which costs more than appending a field does: each use
    // here is over before the next begins.
    @exclusivity(unchecked) @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) @usableFromInline var storedCount = 0

    /// How many bytes fit before the buffer grows.
    @exclusivity(unchecked) public private(set) final var capacity: Int

    /// An empty buffer with room for `capacity` bytes.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = Self.resized(nil, to: self.capacity)
    }

    /// Memory for `capacity` bytes and the padding. It is malloc's: `UnsafeMutablePointer.allocate` asks for
    /// an alignment, which takes a slower way and cannot grow in place.
    private static func resized(
        _ old: UnsafeMutablePointer<UInt8>?, to capacity: Int
    ) -> UnsafeMutablePointer<UInt8> {
        guard let memory = realloc(old, capacity + padding) else { preconditionFailure("memory is out") }
        return memory.assumingMemoryBound(to: UInt8.self)
    }

    /// A buffer holding a copy of the string's UTF-8.
    public convenience init(_ string: String) {
        self.init(capacity: string.utf8.count)
        append(string)
    }

    /// A buffer holding a copy of `bytes`.
    public convenience init(_ bytes: some Collection<UInt8>) {
        self.init(capacity: bytes.count)
        append(contentsOf: bytes)
    }

    deinit {
        free(base)
    }

    /// How many bytes it holds.
    @inlinable public var count: Int { storedCount }

    /// Whether it holds nothing.
    @inlinable public var isEmpty: Bool { storedCount == 0 }

    /// The byte at `index`, which must be below ``count``.
    @inlinable public subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < storedCount, "index outside of the buffer")
        return base[index]
    }

    /// Makes room for `additional` more bytes, growing by doubling.
    @inlinable public func reserve(_ additional: Int) {
        if additional > capacity &- storedCount { grow(to: storedCount + additional) }
    }

    @usableFromInline func grow(to needed: Int) {
        let room = max(needed, capacity * 2)
        base = Self.resized(base, to: room)
        capacity = room
    }

    /// Appends one byte.
    @inlinable public func append(_ byte: UInt8) {
        reserve(1)
        base[storedCount] = byte
        storedCount &+= 1
    }

    /// Appends the bytes at `source`.
    @inlinable public func append(_ source: UnsafePointer<UInt8>, count: Int) {
        reserve(count)
        (base + storedCount).update(from: source, count: count)
        storedCount += count
    }

    /// Appends a literal, with no `String` made.
    @inlinable public func append(_ literal: StaticString) {
        append(literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// Appends the string's UTF-8. A bare literal is appended as a `StaticString` instead.
    @_disfavoredOverload
    @inlinable public func append(_ string: String) {
        var string = string
        string.withUTF8 { bytes in
            if let start = bytes.baseAddress { append(start, count: bytes.count) }
        }
    }

    /// Appends the text's UTF-8. A bare literal is appended as a `StaticString` instead.
    @_disfavoredOverload
    @inlinable public func append(_ text: Text) {
        append(text.base, count: text.count)
    }

    /// Appends a copy of `bytes`.
    @inlinable public func append(contentsOf bytes: some Sequence<UInt8>) {
        let copied: Void? = bytes.withContiguousStorageIfAvailable { run in
            if let start = run.baseAddress { append(start, count: run.count) }
        }
        if copied == nil { for byte in bytes { append(byte) } }
    }

    /// Appends raw memory.
    @inlinable public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        append(start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    }

    /// Appends an integer in decimal.
    @inlinable public func append(decimal value: some FixedWidthInteger) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: UInt64(value.magnitude))
    }

    @usableFromInline func append(digitsOf number: UInt64) {
        reserve(20)
        var rest = number
        let start = storedCount
        repeat {
            base[storedCount] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            storedCount += 1
            rest /= 10
        } while rest > 0
        var low = start
        var high = storedCount - 1
        while low < high {
            (base[low], base[high]) = (base[high], base[low])
            low += 1
            high -= 1
        }
    }

    /// Lets `body` fill up to `maximum` bytes behind the last one; it returns how many it wrote.
    @inlinable @inline(always) public func appendUninitialized<Failure: Error>(
        _ maximum: Int, _ body: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(maximum)
        let written = try body(base + storedCount)
        precondition(UInt(bitPattern: written) <= UInt(bitPattern: maximum), "wrote past what was reserved")
        storedCount &+= written
    }

    /// Forgets the bytes, keeping the room.
    @inlinable public func removeAll() { storedCount = 0 }

    /// Forgets the last bytes, down to `count`.
    @inlinable public func truncate(to count: Int) {
        precondition(count >= 0 && count <= storedCount, "a buffer is truncated, not grown")
        storedCount = count
    }

    /// Forgets the first `amount` bytes, moving the rest to the front.
    public func removeFirst(_ amount: Int) {
        precondition(amount >= 0 && amount <= storedCount, "more is removed than the buffer holds")
        base.update(from: base + amount, count: storedCount - amount)
        storedCount -= amount
    }

    /// Overwrites the byte at `index`, which must be below ``count``.
    @inlinable public func replace(at index: Int, with byte: UInt8) {
        precondition(index >= 0 && index < storedCount, "index outside of the buffer")
        base[index] = byte
    }

    /// The bytes, for as long as `body` runs.
    @inlinable public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: base, count: storedCount))
    }

    /// A view of `range`, which keeps this buffer alive; the caller writes to the buffer no more.
    @inlinable public func text(_ range: Range<Int>) -> Text {
        precondition(range.lowerBound >= 0 && range.upperBound <= storedCount, "range outside of the buffer")
        return Text(owner: self, base: UnsafePointer(base + range.lowerBound), count: range.count)
    }

    /// A copy of the bytes as an array.
    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// The bytes as a string; ill-formed UTF-8 is replaced.
    public var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
