import HTTPCore
import Primitives

/// A request's path, split into segments and decoded once.
@usableFromInline struct RequestPath: Sendable {
    /// A segment: where its decoded bytes lie in ``text``, and where it begins in ``original``.
    struct Segment: Sendable {
        var start: UInt16 = 0
        var end: UInt16 = 0
        var originalStart: UInt16 = 0
    }

    /// The path as it came.
    let original: Text
    /// What the segments lie in: the path itself, or where escapes were resolved, a copy.
    private(set) var text: Text
    /// The first segments; no template has more.
    private(set) var segments = InlineArray<16, Segment>(repeating: Segment())
    /// How many segments there are.
    private(set) var count = 0

    /// Splits and decodes a path. Nothing when a segment is `.` or `..`, or holds an encoded slash, a
    /// NUL, a broken escape or what is not UTF-8.
    init?(_ path: Text) {
        original = path
        text = path
        guard !path.isEmpty, path[0] == UInt8(ascii: "/"), path.count < 65_536 else { return nil }
        let isWellFormed =
            path.firstIndex(of: UInt8(ascii: "%")) == nil ? splitPlain(path) : splitEscaped(path)
        guard isWellFormed else { return nil }
    }

    private mutating func splitPlain(_ path: Text) -> Bool {
        path.withBytes { bytes in
            guard UTF8Validation.isValid(bytes) else { return false }
            var start = 1
            for index in 1...bytes.count where index == bytes.count || bytes[index] == UInt8(ascii: "/") {
                guard Self.isAllowed(bytes, start..<index) else { return false }
                add(start..<index, originalStart: start)
                start = index + 1
            }
            return true
        }
    }

    private mutating func splitEscaped(_ path: Text) -> Bool {
        let decoded = ByteBuffer(capacity: path.count)
        var start = 1
        for index in 1...path.count where index == path.count || path[index] == UInt8(ascii: "/") {
            guard let segment = PercentCoding.decode(path[start..<index]) else { return false }
            guard segment.withBytes({ Self.isAllowed($0, 0..<$0.count) }) else { return false }
            add(decoded.count..<decoded.count + segment.count, originalStart: start)
            decoded.append(segment)
            start = index + 1
        }
        text = decoded.text(0..<decoded.count)
        return true
    }

    private mutating func add(_ range: Range<Int>, originalStart: Int) {
        if count < RouteTemplate.maximumSegments {
            segments[count] = Segment(
                start: UInt16(range.lowerBound),
                end: UInt16(range.upperBound),
                originalStart: UInt16(originalStart)
            )
        }
        count += 1
    }

    private static func isAllowed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        let dot = UInt8(ascii: ".")
        if range.count == 1 || range.count == 2, range.allSatisfy({ bytes[$0] == dot }) { return false }
        return !range.contains { bytes[$0] == 0 || bytes[$0] == UInt8(ascii: "/") }
    }

    /// The decoded segment at `index`.
    func segment(_ index: Int) -> Text {
        text[Int(segments[index].start)..<Int(segments[index].end)]
    }

    /// What the path holds from the segment at `index` on, as it came.
    func rest(from index: Int) -> Text {
        original[Int(segments[index].originalStart)..<original.count]
    }
}
