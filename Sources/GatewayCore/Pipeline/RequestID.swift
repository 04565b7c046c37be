import HTTPCore
import Primitives

/// The id that finds a request in the log: the app's own, when it sent a plain one, else a new one.
enum RequestID {
    /// The longest id that is taken over, in bytes.
    static let maximumLength = 128

    /// The id of a request.
    static func of(_ request: Request) -> Text {
        if let given = request.fields["X-Request-Id"], isPlain(given) { return given }
        var generator = SystemRandomNumberGenerator()
        return hexadecimal(generator.next(), generator.next())
    }

    private static func isPlain(_ text: Text) -> Bool {
        (1...maximumLength).contains(text.count)
            && text.withBytes { bytes in bytes.allSatisfy { PercentCoding.isUnreserved($0) } }
    }

    private static func hexadecimal(_ high: UInt64, _ low: UInt64) -> Text {
        let buffer = ByteBuffer(capacity: 32)
        for word in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
                buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
        return buffer.text(0..<32)
    }
}
