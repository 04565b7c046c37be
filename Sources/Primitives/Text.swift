/// A piece of UTF-8 text that is a view, not a copy: a field of a parsed document, a part of a request,
/// or a literal.
///
/// It keeps what it views alive, so it can outlive the call it came from. The bytes are never written
/// while a view of them exists.
///
/// `@unchecked Sendable`: what it points at is immutable and is owned by `owner` for as long as it lives.
public struct Text: @unchecked Sendable {
    @usableFromInline let owner: AnyObject?
    @usableFromInline let base: UnsafePointer<UInt8>
    /// How many bytes it has.
    public let count: Int

    /// A view of memory that `owner` keeps alive and unchanged; well-formed UTF-8 is the caller's promise.
    @inlinable public init(owner: AnyObject?, base: UnsafePointer<UInt8>, count: Int) {
        self.owner = owner
        self.base = base
        self.count = count
    }

    /// A copy of the string's UTF-8.
    public init(_ string: String) {
        let buffer = ByteBuffer(string)
        self = buffer.text(0..<buffer.count)
    }

    /// A number in decimal.
    public init(decimal number: Int) {
        if (0..<10).contains(number) {
            self = ("0123456789" as Text)[number..<number + 1]
            return
        }
        let buffer = ByteBuffer(capacity: 20)
        buffer.append(decimal: number)
        self = buffer.text(0..<buffer.count)
    }

    /// A copy of the parts, one behind the other.
    public init(joining parts: Text...) {
        self.init(count: parts.reduce(0) { $0 + $1.count }) { output in
            var cursor = output
            for part in parts {
                cursor.update(from: part.base, count: part.count)
                cursor += part.count
            }
        }
    }

    /// A copy of both parts with `separator` between them.
    public init(joining first: Text, _ separator: UInt8, _ last: Text) {
        self.init(count: first.count + 1 + last.count) { output in
            output.update(from: first.base, count: first.count)
            output[first.count] = separator
            (output + first.count + 1).update(from: last.base, count: last.count)
        }
    }

    /// A text of `count` bytes, all of which `body` writes.
    private init(count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        let storage = TextStorage.create(minimumCapacity: count) { _ in () }
        let base = storage.withUnsafeMutablePointerToElements { elements in
            body(elements)
            return UnsafePointer(elements)
        }
        self.init(owner: storage, base: base, count: count)
    }

    /// Whether it has no bytes.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The byte at `index`, which must be below ``count``.
    @inlinable public subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count, "index outside of the text")
        return base[index]
    }

    /// The part of the text in `range`.
    @inlinable public subscript(range: Range<Int>) -> Text {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the text")
        return Text(owner: owner, base: base + range.lowerBound, count: range.count)
    }

    /// The bytes, for as long as `body` runs.
    @inlinable public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// The bytes, valid only while the caller keeps the text alive: for the innermost loops, where
    /// ``withBytes(_:)`` would count references.
    @inlinable public var unsafeBytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base, count: count)
    }

    /// A copy as a `String`; ill-formed UTF-8 is replaced.
    public var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// Whether the text is just the characters of `string`, compared without a copy of either.
    public func hasCharacters(of string: String) -> Bool {
        guard count == string.utf8.count else { return false }
        var string = string
        return string.withUTF8 { bytes in
            bytes.baseAddress.map { Self.haveSameBytes(base, $0, count: count) } ?? true
        }
    }

    /// The index of the first `byte`, if there is one.
    @inlinable public func firstIndex(of byte: UInt8) -> Int? {
        withBytes { $0.firstIndex(of: byte) }
    }

    /// Whether the text is just these characters. A bare literal is compared as a ``Text`` instead.
    @_disfavoredOverload
    @inlinable public static func == (text: Text, literal: StaticString) -> Bool {
        text == Text(stringLiteral: literal)
    }
}

/// The bytes of a text made of others, in one allocation with the reference count.
private final class TextStorage: ManagedBuffer<Void, UInt8> {}

extension Text: Hashable {
    /// Whether both have the same bytes.
    @inlinable public static func == (left: Text, right: Text) -> Bool {
        left.count == right.count && haveSameBytes(left.base, right.base, count: left.count)
    }

    /// Whether `count` bytes are the same at both places; eight are compared at a time.
    @inlinable public static func haveSameBytes(
        _ left: UnsafePointer<UInt8>,
        _ right: UnsafePointer<UInt8>,
        count: Int
    ) -> Bool {
        guard count >= 8 else { return haveSameFewBytes(left, right, count: count) }
        var position = 0
        while position &+ 8 < count {
            if word(left, position) != word(right, position) { return false }
            position &+= 8
        }
        return word(left, count &- 8) == word(right, count &- 8)
    }

    /// The same for fewer than eight bytes.
    @inlinable static func haveSameFewBytes(
        _ left: UnsafePointer<UInt8>,
        _ right: UnsafePointer<UInt8>,
        count: Int
    ) -> Bool {
        for position in 0..<count where left[position] != right[position] { return false }
        return true
    }

    @inlinable @inline(__always) static func word(_ base: UnsafePointer<UInt8>, _ position: Int) -> UInt64 {
        UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Text: ExpressibleByStringLiteral {
    /// A view of a literal, which lives as long as the process.
    @inlinable public init(stringLiteral value: StaticString) {
        self.init(owner: nil, base: value.utf8Start, count: value.utf8CodeUnitCount)
    }
}

extension Text: CustomStringConvertible {
    /// The text itself.
    public var description: String { string }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether `matches` holds for some byte. It is asked of every byte, without a branch between them, so that
    /// the compiler looks at sixteen at a time: faster than to stop at the first, where there is none as a rule.
    @inlinable @inline(__always) public func containsAny(_ matches: (UInt8) -> Bool) -> Bool {
        var found: UInt8 = 0
        for byte in self { found |= matches(byte) ? 1 : 0 }
        return found != 0
    }
}
