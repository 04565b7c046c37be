/// A moment by the calendar, UTC, in milliseconds since 1970. The gateway's answers print it as
/// RFC 3339 with milliseconds and a `Z`.
public struct Timestamp: Comparable, Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    /// The moment `milliseconds` after 1970-01-01T00:00:00Z.
    @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment `seconds` after 1970-01-01T00:00:00Z.
    @inlinable public init(seconds: Int64) { milliseconds = seconds * 1000 }

    /// Whether `left` is the earlier one.
    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The calendar fields in UTC.
    public var civil: CivilTime { CivilTime(self) }

    /// Appends `2025-05-29T15:10:49.614Z`.
    public func append(to buffer: ByteBuffer) {
        buffer.appendUninitialized(24) { output in
            let civil = self.civil
            var writer = DigitWriter(output: output)
            writer.write(civil.year, width: 4)
            writer.write("-")
            writer.write(civil.month, width: 2)
            writer.write("-")
            writer.write(civil.day, width: 2)
            writer.write("T")
            writer.write(civil.hour, width: 2)
            writer.write(":")
            writer.write(civil.minute, width: 2)
            writer.write(":")
            writer.write(civil.second, width: 2)
            writer.write(".")
            writer.write(civil.millisecond, width: 3)
            writer.write("Z")
            return writer.position
        }
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds.
    public var description: String {
        let buffer = ByteBuffer(capacity: 24)
        append(to: buffer)
        return buffer.string
    }
}

/// Writes fixed-width decimal fields one behind the other.
struct DigitWriter {
    let output: UnsafeMutablePointer<UInt8>
    var position = 0

    init(output: UnsafeMutablePointer<UInt8>) { self.output = output }

    mutating func write(_ scalar: Unicode.Scalar) {
        output[position] = UInt8(ascii: scalar)
        position += 1
    }

    mutating func write(_ value: Int, width: Int) {
        var rest = value
        for index in stride(from: width - 1, through: 0, by: -1) {
            output[position + index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        position += width
    }
}
