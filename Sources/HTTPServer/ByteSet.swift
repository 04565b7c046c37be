/// A set of ASCII characters, as the grammars of RFC 3986 and RFC 9110 name them. A test is a shift of a
/// constant; no byte of 128 or more is ever in a set.
struct ByteSet {
    let low: UInt64
    let high: UInt64

    /// `tchar` (RFC 9110, section 5.6.2): what methods and field names are made of.
    static var token: ByteSet { ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }

    /// `pchar`, `/` and the `%` of escapes (RFC 3986, section 3.3).
    static var path: ByteSet { ByteSet(low: 0x2FFF_FFF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }

    /// What a path has, and `?` (RFC 3986, section 3.4).
    static var query: ByteSet { ByteSet(low: 0xAFFF_FFF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }

    /// `unreserved` (RFC 3986, section 2.3).
    static var unreserved: ByteSet { ByteSet(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

    /// Hexadecimal digits, `:` and `.`: what an IPv6 address is written with.
    static var addressLiteral: ByteSet { ByteSet(low: 0x07FF_4000_0000_0000, high: 0x0000_007E_0000_007E) }

    @inline(__always) func contains(_ byte: UInt8) -> Bool {
        byte < 128 && ((byte < 64 ? low : high) &>> UInt64(byte & 63)) & 1 == 1
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The index of the first control character other than a tab in `range`, or the range's end.
    ///
    /// Eight bytes are looked at together, so up to seven past the range are read: the memory is a
    /// `ByteBuffer`'s, which has that much behind its last byte.
    func firstControlCharacter(in range: Range<Int>) -> Int {
        let tab = UInt8(ascii: "\t")
        var index = range.lowerBound
        guard let base = UnsafeRawPointer(baseAddress) else { return index }
        while index < range.upperBound {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let controls = Self.controlCharacters(in: word)
            if controls == 0 {
                index += 8
                continue
            }
            index += controls.trailingZeroBitCount >> 3
            if index >= range.upperBound { break }
            if self[index] != tab { return index }
            index += 1
        }
        return range.upperBound
    }

    /// The high bit of the lowest byte below 0x20 or equal to 0x7F, and perhaps of bytes above it.
    @inline(__always) private static func controlCharacters(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let belowSpace = (word &- ones &* 0x20) & ~word
        let delete = word ^ (ones &* 0x7F)
        return (belowSpace | ((delete &- ones) & ~delete)) & (ones &* 0x80)
    }

    /// The range without the spaces and tabs at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }

    /// Whether the range holds just this ASCII word, given in lower case, in any case.
    func holds(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        let start = word.utf8Start
        for offset in 0..<range.count {
            let byte = self[range.lowerBound + offset]
            guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == start[offset] else { return false }
        }
        return true
    }

    /// Whether every byte of the range is in the set.
    func areAll(in set: ByteSet, _ range: Range<Int>) -> Bool {
        for index in range where !set.contains(self[index]) { return false }
        return true
    }

    /// Calls `body` with each part of a comma-separated list, trimmed, empty ones included, until it
    /// returns false.
    func forEachElement(of range: Range<Int>, _ body: (Range<Int>) -> Bool) {
        var start = range.lowerBound
        for index in range where self[index] == UInt8(ascii: ",") {
            guard body(trimmed(start..<index)) else { return }
            start = index + 1
        }
        _ = body(trimmed(start..<range.upperBound))
    }
}
