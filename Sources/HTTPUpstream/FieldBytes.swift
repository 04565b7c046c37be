import HTTPCore

extension UInt8 {
    /// The value of a decimal digit.
    var digit: Int? { self &- 0x30 < 10 ? Int(self &- 0x30) : nil }

    /// Whether the byte may stand in a field's name (RFC 9110, section 5.6.2).
    var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "!"), UInt8(ascii: "#"),
            UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
            UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Whether the byte may stand in a field's value we send: no control character but the tab.
    var isFieldValueByte: Bool { (self >= 0x20 && self != 0x7F) || self == 0x09 }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are those of a literal in lower case, but for the case of ASCII letters.
    func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index].asciiLowercased != literal.utf8Start[index] { return false }
        return true
    }
}
