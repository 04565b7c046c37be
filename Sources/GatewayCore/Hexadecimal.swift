import Primitives

/// Bytes as pairs of hexadecimal digits.
enum Hexadecimal {
    /// The bytes in lower case.
    static func text(of bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Writes the 16 digits of a word, in lower case.
    static func write(_ word: UInt64, to output: UnsafeMutablePointer<UInt8>) {
        for position in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: word &>> UInt64(60 - 4 * position)) & 15
            output[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }

    /// The bytes that the digits stand for; nothing when they are no pairs of digits.
    static func bytes(of text: Text) -> [UInt8]? {
        let digits = text.withBytes { $0.compactMap { Character(Unicode.Scalar($0)).hexDigitValue } }
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
