import HTTPCore
import Primitives
import Synchronization

/// The id that finds a request in the log: the app's own, when it sent a plain one, else a new one.
enum RequestID {
    /// The longest id that is taken over, in bytes.
    static let maximumLength = 128

    /// The id of a request.
    static func of(_ request: Request) -> Text {
        if let given = request.fields["X-Request-Id"], isPlain(given) { return given }
        return hexadecimal(process, mixed(counter.wrappingAdd(1, ordering: .relaxed).newValue))
    }

    /// What tells the ids of one process from another's.
    private static let process = UInt64.random(in: .min ... .max)
    private static let counter = Atomic<UInt64>(UInt64.random(in: .min ... .max))

    /// Spreads a counter over all numbers, each to another one (SplitMix64), so that ids are not guessed
    /// from one another at a glance; they are no secrets.
    private static func mixed(_ count: UInt64) -> UInt64 {
        var number = count &* 0x9E37_79B9_7F4A_7C15
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        return number ^ (number >> 31)
    }

    private static func isPlain(_ text: Text) -> Bool {
        (1...maximumLength).contains(text.count)
            && text.withBytes { bytes in bytes.allSatisfy { PercentCoding.isUnreserved($0) } }
    }

    private static func hexadecimal(_ high: UInt64, _ low: UInt64) -> Text {
        let buffer = ByteBuffer(capacity: 32)
        buffer.appendUninitialized(32) { output in
            Hexadecimal.write(high, to: output)
            Hexadecimal.write(low, to: output + 16)
            return 32
        }
        return buffer.text(0..<32)
    }
}
