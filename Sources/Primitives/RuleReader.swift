/// Reads a zone's footer from its front. Every part says nothing when the text is not of its form.
struct RuleReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some Collection<UInt8>) { bytes = Array(text) }

    var isAtEnd: Bool { position == bytes.count }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func isAt(_ scalar: Unicode.Scalar) -> Bool { next == UInt8(ascii: scalar) }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard isAt(scalar) else { return false }
        position += 1
        return true
    }

    /// An abbreviation, at least three letters, or letters, digits and signs between `<` and `>`.
    mutating func name() -> Bool {
        let isQuoted = skip("<")
        let start = position
        while let byte = next {
            let isLetter = (0x61...0x7A).contains(byte | 0x20)
            let isSignOrDigit = (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D
            guard isLetter || isQuoted && isSignOrDigit else { break }
            position += 1
        }
        let isLongEnough = position - start >= 3
        return isQuoted ? skip(">") && isLongEnough : isLongEnough
    }

    /// `[+-]hh[:mm[:ss]]` in seconds, up to 24 hours.
    mutating func offset() -> Int32? { time(hours: 0...24) }

    /// A day of the year and, behind a slash, a time; 02:00 without one.
    mutating func yearlyMoment() -> YearlyMoment? {
        guard let day = day() else { return nil }
        guard skip("/") else { return YearlyMoment(day: day, time: 7200) }
        return time(hours: 0...167).map { YearlyMoment(day: day, time: $0) }
    }

    private mutating func day() -> YearlyMoment.Day? {
        if skip("M") {
            guard let month = number(in: 1...12), skip("."), let week = number(in: 1...5), skip("."),
                let weekday = number(in: 0...6)
            else { return nil }
            return .weekday(weekday, week: week, month: month)
        }
        if skip("J") { return number(in: 1...365).map { .withoutLeapDay($0) } }
        return number(in: 0...365).map { .ofYear($0) }
    }

    private mutating func time(hours: ClosedRange<Int>) -> Int32? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard var seconds = number(in: hours).map({ $0 * 3600 }) else { return nil }
        if skip(":") {
            guard let minutes = number(in: 0...59) else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let last = number(in: 0...59) else { return nil }
                seconds += last
            }
        }
        return Int32(isNegative ? -seconds : seconds)
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        let start = position
        var value = 0
        while let digit = next.map({ $0 &- 0x30 }), digit <= 9, position - start < 3 {
            value = value * 10 + Int(digit)
            position += 1
        }
        return position > start && range.contains(value) ? value : nil
    }
}
