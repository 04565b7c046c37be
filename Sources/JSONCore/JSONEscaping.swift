/// The escaping of RFC 8259, section 7: quote, backslash and the control characters below U+0020, and
/// nothing else. Everything between them is copied sixteen bytes at a time.
@usableFromInline enum JSONEscaping {
    /// Longer strings are escaped in pieces of this many bytes, so that the room set aside for the worst
    /// case stays small. A piece may end within a character: only ASCII is ever escaped.
    @usableFromInline static var pieceLength: Int { 4096 }

    /// How many bytes `count` bytes may need: six each, and a whole block behind the last one.
    @inlinable static func room(for count: Int) -> Int { count &* 6 &+ 16 }

    /// Writes a string and the quote behind it, which is within its ``room(for:)``; returns how many bytes
    /// that took.
    @usableFromInline static func escapeToEnd(
        _ source: UnsafePointer<UInt8>, count: Int, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let length = escape(source, count: count, to: output)
        output[length] = UInt8(ascii: "\"")
        return length &+ 1
    }

    /// Writes `source`, escaped, to `output`, which has ``room(for:)`` bytes; returns how many it wrote.
    @inline(__always) static func escape(
        _ source: UnsafePointer<UInt8>,
        count: Int,
        to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var input = source
        var cursor = output
        let end = source + count
        while end - input >= 16 {
            let block = SIMD2(loadWord(input), loadWord(input + 8))
            UnsafeMutableRawPointer(cursor).storeBytes(of: block, as: SIMD2<UInt64>.self)
            let plain = plainPrefix(of: block)
            input += plain
            cursor += plain
            if plain < 16 {
                cursor += writeEscape(of: input.pointee, to: cursor)
                input += 1
            }
        }
        while end - input >= 8 {
            let word = loadWord(input)
            UnsafeMutableRawPointer(cursor).storeBytes(of: word, as: UInt64.self)
            let plain = plainPrefix(of: word)
            input += plain
            cursor += plain
            if plain < 8 {
                cursor += writeEscape(of: input.pointee, to: cursor)
                input += 1
            }
        }
        while input < end {
            let width = end - input
            let word = count >= 8 ? loadLastBytes(before: end, width) : loadPartialWord(input, width)
            UnsafeMutableRawPointer(cursor).storeBytes(of: word, as: UInt64.self)
            let plain = plainPrefix(of: word)
            // A length that hangs on a branch, not on the bytes, need not be waited for.
            if plain >= width { return cursor + width - output }
            cursor += plain
            input += plain
            cursor += writeEscape(of: input.pointee, to: cursor)
            input += 1
        }
        return cursor - output
    }

    /// How many bytes of the block, from its first on, stand for themselves; 16 when all do.
    @inline(__always) private static func plainPrefix(of block: SIMD2<UInt64>) -> Int {
        let marks = marks(of: block)
        if marks[0] | marks[1] == 0 { return 16 }
        return marks[0] != 0
            ? marks[0].trailingZeroBitCount >> 3 : 8 + marks[1].trailingZeroBitCount >> 3
    }

    /// The same for two words at once. Swift has no vector instructions for comparing the bytes of a
    /// vector, and has them for this.
    @inline(__always) private static func marks(of block: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
        let quotes = block ^ (ones &* 0x22)
        let backslashes = block ^ (ones &* 0x5C)
        let controls = (block &- (ones &* 0x20)) & ~block
        let marks = (controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes))
        return marks & (ones &* 0x80)
    }

    /// How many bytes of the word, from its lowest on, stand for themselves; 8 when all do.
    ///
    /// A byte is marked in its top bit. A borrow may mark bytes above a marked one wrongly; the lowest
    /// mark, the only one that is used, is exact.
    @inline(__always) private static func plainPrefix(of word: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let controls = (word &- (ones &* 0x20)) & ~word
        let marks = (controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes))
        return (marks & (ones &* 0x80)).trailingZeroBitCount >> 3
    }

    @inline(__always) private static func loadWord(_ source: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(source).loadUnaligned(as: UInt64.self))
    }

    /// The last one to seven of at least eight bytes, with zeros above them.
    @inline(__always) private static func loadLastBytes(
        before end: UnsafePointer<UInt8>,
        _ count: Int
    ) -> UInt64 {
        loadWord(end - 8) &>> UInt64(64 &- 8 &* count)
    }

    /// The last one to seven bytes, with zeros above them. Reads nothing past them.
    @inline(__always) private static func loadPartialWord(
        _ source: UnsafePointer<UInt8>,
        _ count: Int
    ) -> UInt64 {
        let raw = UnsafeRawPointer(source)
        if count >= 4 {
            let low = UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
            let high = UInt64(UInt32(littleEndian: (raw + count - 4).loadUnaligned(as: UInt32.self)))
            return low | high << UInt64((count - 4) * 8)
        }
        let first = UInt64(source[0])
        let middle = UInt64(source[count / 2]) << UInt64(count / 2 * 8)
        let last = UInt64(source[count - 1]) << UInt64((count - 1) * 8)
        return first | middle | last
    }

    /// Writes the escape of one byte; returns its length, 2 or 6.
    @inline(__always) private static func writeEscape(
        of byte: UInt8,
        to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        output[0] = UInt8(ascii: "\\")
        switch byte {
        case UInt8(ascii: "\n"): output[1] = UInt8(ascii: "n")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output[1] = byte
        case UInt8(ascii: "\r"): output[1] = UInt8(ascii: "r")
        case UInt8(ascii: "\t"): output[1] = UInt8(ascii: "t")
        case 0x08: output[1] = UInt8(ascii: "b")
        case 0x0C: output[1] = UInt8(ascii: "f")
        default:
            output[1] = UInt8(ascii: "u")
            output[2] = UInt8(ascii: "0")
            output[3] = UInt8(ascii: "0")
            output[4] = hexadecimal(byte >> 4)
            output[5] = hexadecimal(byte & 15)
            return 6
        }
        return 2
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
