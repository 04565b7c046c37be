/// Durations as they are written: a whole number and a unit, `500ms`, `10s`, `10m`, `2h`, `7d`.
enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    static func read(_ text: String) -> Duration? {
        guard let (number, unit) = splitNumber(text),
            let scale = units.first(where: { $0.name == unit })?.milliseconds
        else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: scale)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// The duration in the largest unit that it is a whole number of.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let unit = units.last { milliseconds != 0 && milliseconds % $0.milliseconds == 0 } ?? units[1]
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}

/// Sizes as they are written: bytes, or a whole number and a unit, `64KiB`, `1MiB`, `16MB`.
enum ByteSize {
    private static let units: [(name: String, bytes: Int64)] = [
        ("", 1), ("B", 1), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    static func read(_ text: String) -> Int? {
        guard let (number, unit) = splitNumber(text),
            let scale = units.first(where: { $0.name == unit })?.bytes
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: scale)
        return overflow ? nil : Int(bytes)
    }

    /// The size in the largest binary unit that it is a whole number of.
    static func text(_ size: Int) -> String {
        let bytes = Int64(size)
        let unit = units.suffix(3).last { bytes != 0 && bytes % $0.bytes == 0 } ?? units[0]
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}

/// The digits at the front of a text and what stands behind them; nothing without digits or when they do
/// not fit.
private func splitNumber(_ text: String) -> (number: Int64, unit: String)? {
    let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
    guard let number = Int64(Substring(digits)) else { return nil }
    return (number, String(text[digits.endIndex...]))
}
