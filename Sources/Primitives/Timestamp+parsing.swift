extension Timestamp {
    /// Reads RFC 3339: a date and a time with `Z` or an offset, a fraction of any length (held to
    /// milliseconds), `T` or a space between them. Nothing when the text is not that.
    public init?(rfc3339 text: Text) {
        if let civil = CivilTime(asWritten: text) {
            self = civil.timestamp
            return
        }
        var reader = DigitReader(text: text)
        guard let civil = reader.dateAndTime() else { return nil }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        self.init(milliseconds: civil.timestamp.milliseconds - Int64(offset) * 60_000)
    }

    /// Reads what vendors call ISO 8601: RFC 3339, or the same with no zone (then UTC), or a date alone
    /// (then its first moment, UTC).
    public init?(iso8601 text: Text) {
        if let civil = CivilTime(asWritten: text) {
            self = civil.timestamp
            return
        }
        var reader = DigitReader(text: text)
        guard let civil = reader.dateAndTime() ?? reader.dateAlone(in: text) else { return nil }
        if reader.isAtEnd {
            self = civil.timestamp
            return
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        self.init(milliseconds: civil.timestamp.milliseconds - Int64(offset) * 60_000)
    }
}

extension CivilTime {
    /// Reads `2025-05-29T15:10:49.614Z`, the form in which the gateway writes moments and most vendors do;
    /// nothing for any other form, and for a leap second.
    @inline(always) init?(asWritten text: Text) {
        guard text.count == Timestamp.length, let bytes = text.unsafeBytes.baseAddress,
            let date = DigitWord(at: bytes, .date), let hours = DigitWord(at: bytes + 8, .dayAndHour),
            let seconds = DigitWord(at: bytes + 16, .secondAndZone)
        else { return nil }
        self.init(
            year: date.pair(at: 0) &* 100 &+ date.pair(at: 2), month: date.pair(at: 5),
            day: hours.pair(at: 0), hour: hours.pair(at: 3), minute: hours.pair(at: 6),
            second: seconds.pair(at: 1), millisecond: seconds.pair(at: 4) &* 10 &+ seconds.digit(at: 6))
    }
}

/// Reads fixed-width decimal fields from the front of a text.
struct DigitReader {
    let text: Text
    var position = 0

    init(text: Text) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    /// The next byte, if there is one.
    private var next: UInt8? { position < text.count ? text.unsafeBytes[position] : nil }

    mutating func digits(_ width: Int) -> Int? {
        guard position + width <= text.count else { return nil }
        var value = 0
        for byte in text.unsafeBytes[position..<position + width] {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += width
        return value
    }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    /// `YYYY-MM-DD` with nothing behind it; reads from the beginning again.
    mutating func dateAlone(in text: Text) -> CivilTime? {
        position = 0
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2), isAtEnd
        else { return nil }
        return CivilTime(year: year, month: month, day: day)
    }

    /// A date, `T` or a space, `HH:MM:SS` and an optional fraction. A leap second reads as the one before.
    mutating func dateAndTime() -> CivilTime? {
        let start = position
        guard text.count - start >= 19, let bytes = text.unsafeBytes.baseAddress.map({ $0 + start }),
            let date = DigitWord(at: bytes, .date), let time = DigitWord(at: bytes + 11, .time)
        else { return nil }
        position += 8
        guard let day = digits(2), skip("T") || skip("t") || skip(" ") else { return nil }
        position += 8
        var millisecond = 0
        if skip(".") {
            guard let fraction = fraction() else { return nil }
            millisecond = fraction
        }
        let second = time.pair(at: 6)
        return CivilTime(
            year: date.pair(at: 0) * 100 + date.pair(at: 2), month: date.pair(at: 5), day: day,
            hour: time.pair(at: 0), minute: time.pair(at: 3), second: second == 60 ? 59 : second,
            millisecond: millisecond)
    }

    private mutating func fraction() -> Int? {
        var value = 0
        var width = 0
        while let digit = next.map({ $0 &- UInt8(ascii: "0") }), digit <= 9 {
            if width < 3 { value = value * 10 + Int(digit) }
            width += 1
            position += 1
        }
        guard width > 0 else { return nil }
        for _ in min(width, 3)..<3 { value *= 10 }
        return value
    }

    /// `Z`, `+HH:MM`, `-HHMM` or `+HH`, in minutes.
    mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = digits(2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 60 }
        _ = skip(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

/// Eight characters, digits and what separates them, read at once.
struct DigitWord {
    /// Eight characters in their order, the first in the lowest byte. `0` stands for any digit.
    enum Form: UInt64 {
        /// `0000-00-`
        case date = 0x2D30_302D_3030_3030
        /// `00:00:00`
        case time = 0x3030_3A30_303A_3030
        /// `00T00:00`
        case dayAndHour = 0x3030_3A30_3054_3030
        /// `:00.000Z`
        case secondAndZone = 0x5A30_3030_2E30_303A
    }

    /// The digits' values, each in its byte; 0 where a separator stands.
    private let values: UInt64

    /// The eight characters at `bytes`, if they have that form.
    @inline(always) init?(at bytes: UnsafePointer<UInt8>, _ form: Form) {
        let word = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
        let ones: UInt64 = 0x0101_0101_0101_0101
        let separators = (((form.rawValue ^ (ones &* 0x30)) &+ (ones &* 0x7F)) >> 7) & ones
        values = word ^ form.rawValue
        // What is added brings a byte's top bit to 1 when a digit is past 9, or a separator is another one.
        let excess = values &+ (ones &* 0x76) &+ (separators &* 9)
        guard (values | excess) & (ones &* 0x80) == 0 else { return nil }
    }

    /// The number that the digits at `index` and behind it are.
    @inline(always) func pair(at index: Int) -> Int {
        let pairs = values &* 10 &+ values >> 8
        return Int(truncatingIfNeeded: pairs >> UInt64(8 * index) & 0xFF)
    }

    /// The digit at `index`.
    @inline(always) func digit(at index: Int) -> Int {
        Int(truncatingIfNeeded: values >> UInt64(8 * index) & 0xFF)
    }
}
