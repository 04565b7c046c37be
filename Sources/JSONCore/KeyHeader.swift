public import Primitives

/// The length of a key, its first four bytes and its last one: what tells nearly all keys apart, read
/// without a loop.
@usableFromInline struct KeyHeader: Equatable, Sendable {
    /// The length in the lower half, the first bytes in the upper.
    @usableFromInline let word: UInt64
    @usableFromInline let last: UInt8

    /// The header of a name.
    @inlinable init(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        var word = UInt64(truncatingIfNeeded: length)
        if length >= 4 {
            let first = UnsafeRawPointer(name.utf8Start).loadUnaligned(as: UInt32.self)
            word |= UInt64(UInt32(littleEndian: first)) &<< 32
        } else {
            for position in 0..<length {
                word |= UInt64(name.utf8Start[position]) << UInt64(32 + 8 * position)
            }
        }
        self.word = word
        last = length > 0 ? name.utf8Start[length - 1] : 0
    }

    /// The header of a key in the string buffer, where its length stands before its bytes and at least a
    /// terminator and padding behind them.
    @inlinable init(entry: UnsafePointer<UInt8>) {
        let word = UInt64(littleEndian: UnsafeRawPointer(entry).loadUnaligned(as: UInt64.self))
        let length = word & 0xFFFF_FFFF
        self.word = length < 4 ? word & ((1 &<< (32 &+ 8 &* length)) &- 1) : word
        last = length > 0 ? entry[3 &+ Int(truncatingIfNeeded: length)] : 0
    }

    /// Whether a key with the header of `name` has the rest of its bytes too.
    @inlinable func hasRest(of name: StaticString, at entry: UnsafePointer<UInt8>) -> Bool {
        let rest = name.utf8CodeUnitCount - 4
        return rest <= 0 || Text.haveSameBytes(entry + 8, name.utf8Start + 4, count: rest)
    }

    /// A number below 128 that keys with different ones differ by.
    @inlinable var mark: UInt64 {
        ((word ^ (UInt64(last) &<< 8)) &* 0x9E37_79B9_7F4A_7C15) &>> 57
    }
}

/// The marks of the keys gone over, one bit of 128 each. A key whose bit is not among them is known not
/// to stand there.
@usableFromInline struct KeyMarks: Sendable {
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0

    @inlinable init() {}

    @inlinable mutating func insert(_ key: KeyHeader) {
        let bit: UInt64 = 1 &<< (key.mark & 63)
        if key.mark < 64 { low |= bit } else { high |= bit }
    }

    @inlinable func mayHold(_ key: KeyHeader) -> Bool {
        (key.mark < 64 ? low : high) & (1 &<< (key.mark & 63)) != 0
    }
}
