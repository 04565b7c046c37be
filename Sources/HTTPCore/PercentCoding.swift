import Primitives

/// Percent-encoding as RFC 3986, section 2.1 has it.
public enum PercentCoding {
    /// Whether the byte may stand for itself in a path segment or a query value (RFC 3986, section 2.3).
    @inlinable public static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Gives the bytes of `text` with everything but unreserved characters encoded, one by one.
    @inlinable public static func forEachEncodedByte(of text: Text, _ give: (UInt8) -> Void) {
        text.withBytes { bytes in
            for byte in bytes {
                if isUnreserved(byte) {
                    give(byte)
                } else {
                    give(UInt8(ascii: "%"))
                    give(hexadecimalDigit(byte >> 4))
                    give(hexadecimalDigit(byte & 15))
                }
            }
        }
    }

    /// Appends `text` with everything but unreserved characters encoded, so that it can only be read
    /// back as one segment or one value.
    public static func append(_ text: Text, to buffer: ByteBuffer) {
        forEachEncodedByte(of: text) { buffer.append($0) }
    }

    /// `text` with everything but unreserved characters encoded.
    public static func encode(_ text: Text) -> String {
        let buffer = ByteBuffer(capacity: text.count + 16)
        append(text, to: buffer)
        return buffer.string
    }

    /// The text with its escapes resolved, or nothing when an escape is broken or the outcome is not
    /// UTF-8. A text without escapes comes back as it is, uncopied.
    ///
    /// - Parameter plusIsSpace: whether `+` stands for a space, as in a form's query.
    public static func decode(_ text: Text, plusIsSpace: Bool = false) -> Text? {
        let needsWork = text.withBytes { bytes in
            bytes.contains {
                $0 == UInt8(ascii: "%") || $0 >= 0x80 || (plusIsSpace && $0 == UInt8(ascii: "+"))
            }
        }
        guard needsWork else { return text }
        let buffer = ByteBuffer(capacity: text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < text.count, let high = hexadecimalValue(text[index + 1]),
                    let low = hexadecimalValue(text[index + 2])
                else { return nil }
                buffer.append(high << 4 | low)
                index += 3
            } else {
                buffer.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
                index += 1
            }
        }
        guard buffer.withBytes({ UTF8Validation.isValid($0) }) else { return nil }
        return buffer.text(0..<buffer.count)
    }

    /// The value of a hexadecimal digit.
    public static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit, in upper case, of a value below sixteen.
    @inlinable public static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

/// Whether bytes are well-formed UTF-8 (RFC 3629).
public enum UTF8Validation {
    /// Whether the bytes are well-formed UTF-8.
    public static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if !bytes.containsAny({ $0 >= 0x80 }) { return true }
        return String(validating: bytes, as: UTF8.self) != nil
    }
}
