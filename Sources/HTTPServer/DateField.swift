import Primitives

/// The `Date` field (RFC 9110, section 6.6.1), written anew when the second has changed.
struct DateField {
    private var second = Int64.min
    private var buffer = ByteBuffer(capacity: 40)

    /// The field with its line end: `Date: Sun, 06 Nov 1994 08:49:37 GMT`.
    mutating func line(at time: Timestamp) -> ByteBuffer {
        let now = time.milliseconds / 1000
        if now != second {
            second = now
            buffer.removeAll()
            write(time.civil)
        }
        return buffer
    }

    private func write(_ civil: CivilTime) {
        buffer.append("Date: ")
        append(["Sun, ", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, "], civil.weekday)
        append(civil.day)
        append(
            [
                " Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ",
                " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec ",
            ],
            civil.month - 1
        )
        append(civil.year / 100)
        append(civil.year % 100)
        buffer.append(UInt8(ascii: " "))
        append(civil.hour)
        buffer.append(UInt8(ascii: ":"))
        append(civil.minute)
        buffer.append(UInt8(ascii: ":"))
        append(civil.second)
        buffer.append(" GMT\r\n")
    }

    private func append(_ names: [StaticString], _ index: Int) {
        buffer.append(names[index])
    }

    private func append(_ number: Int) {
        if number < 10 { buffer.append(UInt8(ascii: "0")) }
        buffer.append(decimal: number)
    }
}
