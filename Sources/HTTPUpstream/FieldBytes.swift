import HTTPCore

extension UInt8 {
    /// The value of a decimal digit.
    var digit: Int? { self &- 0x30 < 10 ? Int(self &- 0x30) : nil }

    /// Whether the byte may stand in a field's name (RFC 9110, section 5.6.2).
    var isTokenByte: Bool {
        // A bit for each character below 64, and for each above.
        let characters: UInt64 = self < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
        return self < 0x80 && characters &>> UInt64(self & 63) & 1 == 1
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
