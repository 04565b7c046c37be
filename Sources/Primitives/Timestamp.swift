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

    /// How many bytes ``write(to:)`` writes.
    @inlinable public static var length: Int { 24 }

    /// Appends `2025-05-29T15:10:49.614Z`.
    public func append(to buffer: ByteBuffer) {
        buffer.appendUninitialized(Self.length) { output in
            write(to: output)
            return Self.length
        }
    }

    /// Writes `2025-05-29T15:10:49.614Z`, ``length`` bytes, to `output`.
    public func write(to output: UnsafeMutablePointer<UInt8>) {
        let civil = self.civil
        let date =
            Self.digits(civil.year / 100) | Self.digits(civil.year % 100) << 16 | Self.character("-") << 32
            | Self.digits(civil.month) << 40 | Self.character("-") << 56
        let middle =
            Self.digits(civil.day) | Self.character("T") << 16 | Self.digits(civil.hour) << 24
            | Self.character(":") << 40 | Self.digits(civil.minute) << 48
        let end =
            Self.character(":") | Self.digits(civil.second) << 8 | Self.character(".") << 24
            | Self.digits(civil.millisecond / 10) << 32 | (Self.digits(civil.millisecond % 10) >> 8) << 48
            | Self.character("Z") << 56
        let words = UnsafeMutableRawPointer(output)
        words.storeBytes(of: date.littleEndian, as: UInt64.self)
        words.storeBytes(of: middle.littleEndian, toByteOffset: 8, as: UInt64.self)
        words.storeBytes(of: end.littleEndian, toByteOffset: 16, as: UInt64.self)
    }

    /// The two digits of a number below 100, the first one in the lowest byte. 103/1024 is a tenth, near enough
    /// for these.
    @inline(always) private static func digits(_ value: Int) -> UInt64 {
        let number = UInt64(truncatingIfNeeded: value)
        let tens = (number &* 103) &>> 10
        return (tens | (number &- tens &* 10) &<< 8) &+ 0x3030
    }

    @inline(always) private static func character(_ scalar: Unicode.Scalar) -> UInt64 {
        UInt64(UInt8(ascii: scalar))
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
