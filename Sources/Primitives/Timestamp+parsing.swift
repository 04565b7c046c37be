extension Timestamp {
    /// Reads RFC 3339: a date and a time with `Z` or an offset, a fraction of any length (held to
    /// milliseconds), `T` or a space between them. Nothing when the text is not that.
    public init?(rfc3339 text: Text) {
        var reader = DigitReader(text: text)
        guard let civil = reader.dateAndTime() else { return nil }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        self.init(milliseconds: civil.timestamp.milliseconds - Int64(offset) * 60_000)
    }

    /// Reads what vendors call ISO 8601: RFC 3339, or the same with no zone (then UTC), or a date alone
    /// (then its first moment, UTC).
    public init?(iso8601 text: Text) {
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

/// Reads fixed-width decimal fields from the front of a text.
struct DigitReader {
    let text: Text
    var position = 0

    init(text: Text) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    mutating func digits(_ width: Int) -> Int? {
        guard position + width <= text.count else { return nil }
        var value = 0
        for index in position..<position + width {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += width
        return value
    }

    mutating func skip(_ scalars: Unicode.Scalar...) -> Bool {
        guard position < text.count, scalars.contains(Unicode.Scalar(text[position])) else { return false }
        position += 1
        return true
    }

    /// `YYYY-MM-DD`.
    mutating func date() -> (year: Int, month: Int, day: Int)? {
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2)
        else { return nil }
        return (year, month, day)
    }

    /// A date with nothing behind it; reads from the beginning again.
    mutating func dateAlone(in text: Text) -> CivilTime? {
        position = 0
        guard let date = date(), isAtEnd else { return nil }
        return CivilTime(year: date.year, month: date.month, day: date.day)
    }

    /// A date, `T` or a space, `HH:MM:SS` and an optional fraction. A leap second reads as the one before.
    mutating func dateAndTime() -> CivilTime? {
        guard let date = date(), skip("T", "t", " "), let hour = digits(2), skip(":"),
            let minute = digits(2), skip(":"), let second = digits(2)
        else { return nil }
        var millisecond = 0
        if skip(".") {
            guard let fraction = fraction() else { return nil }
            millisecond = fraction
        }
        return CivilTime(
            year: date.year, month: date.month, day: date.day, hour: hour, minute: minute,
            second: second == 60 ? 59 : second, millisecond: millisecond)
    }

    private mutating func fraction() -> Int? {
        var value = 0
        var width = 0
        while let digit = digits(1) {
            if width < 3 { value = value * 10 + digit }
            width += 1
        }
        guard width > 0 else { return nil }
        for _ in min(width, 3)..<3 { value *= 10 }
        return value
    }

    /// `Z`, `+HH:MM`, `-HHMM` or `+HH`, in minutes.
    mutating func offset() -> Int? {
        if skip("Z", "z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = digits(2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 60 }
        _ = skip(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
