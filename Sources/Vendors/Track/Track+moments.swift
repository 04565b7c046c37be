import JSONCore
import Primitives

/// Moments as Track writes them: seconds since 1970, or local time with the day first.
extension Track {
    /// Reads `1773346281`, the same in quotes, `05/01/2023 às 11:08`, or ISO 8601, which without a zone is
    /// local time too. Nothing for anything else, and for 0, which stands for a moment that is yet to come.
    static func moment(_ value: JSONValue?, _ zone: Zone) -> Timestamp? {
        guard let value else { return nil }
        if let seconds = try? value.integer() { return moment(seconds: seconds) }
        guard let text = try? value.string() else { return nil }
        if text.count <= 15, let seconds = Int64(text.string) { return moment(seconds: seconds) }
        return dayFirst(text).map(zone.timestamp(of:)) ?? iso8601(text, zone)
    }

    private static func moment(seconds: Int64) -> Timestamp? {
        (1...253_402_300_799).contains(seconds) ? Timestamp(seconds: seconds) : nil
    }

    private static func iso8601(_ text: Text, _ zone: Zone) -> Timestamp? {
        if let moment = Timestamp(rfc3339: text) { return moment }
        return Timestamp(iso8601: text).map { zone.timestamp(of: $0.civil) }
    }

    /// Day, month and year between slashes, and an hour, a minute and perhaps a second behind whatever word.
    private static func dayFirst(_ text: Text) -> CivilTime? {
        guard text.count <= 40, text.firstIndex(of: UInt8(ascii: "/")) != nil else { return nil }
        var numbers: [Int] = []
        var isInNumber = false
        for byte in text.unsafeBytes {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 {
                isInNumber = false
            } else if isInNumber, let last = numbers.last, last < 10_000 {
                numbers[numbers.count - 1] = last * 10 + Int(digit)
            } else {
                numbers.append(Int(digit))
                isInNumber = true
            }
        }
        guard numbers.count == 3 || (5...6).contains(numbers.count) else { return nil }
        numbers += [Int](repeating: 0, count: 6 - numbers.count)
        return CivilTime(
            year: numbers[2], month: numbers[1], day: numbers[0], hour: numbers[3], minute: numbers[4],
            second: numbers[5])
    }
}

extension JSONWriter {
    /// Writes a moment as seconds since 1970, if there is one.
    mutating func seconds(_ name: StaticString, _ moment: Timestamp?) {
        if let moment { member(name, moment.wholeSeconds) }
    }

    /// Writes a text, if there is one.
    mutating func present(_ name: StaticString, _ text: Text?) {
        if let text { member(name, text) }
    }

    /// Writes a truth value, if there is one.
    mutating func present(_ name: StaticString, _ value: Bool?) {
        if let value { member(name, value) }
    }
}
