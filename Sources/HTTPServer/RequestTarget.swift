import HTTPCore

/// Where a request target's parts lie (RFC 9112, section 3.2). Positions are those of the bytes it was
/// read from.
struct RequestTarget {
    /// The path; nothing for the root that an absolute form may leave out.
    var path: Range<Int>?
    /// What stands behind `?`.
    var query: Range<Int>?
    /// Host and port of an absolute form, which count instead of the `Host` field (section 3.2.2).
    var authority: Range<Int>?

    /// Reads the target at `range`.
    init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        method: Method
    ) throws(HTTP1Rejection) {
        guard let first = range.first.map({ bytes[$0] }) else { throw .malformed("The target is missing.") }
        if first == UInt8(ascii: "/") {
            try readPath(bytes, range)
        } else if first == UInt8(ascii: "*"), range.count == 1 {
            guard method == .options else { throw .malformed("The target * goes with OPTIONS only.") }
            path = range
        } else {
            try readAbsolute(bytes, range)
        }
    }

    private mutating func readPath(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(HTTP1Rejection) {
        var end = range.lowerBound
        while end < range.upperBound, ByteSet.path.contains(bytes[end]) { end += 1 }
        if end > range.lowerBound { path = range.lowerBound..<end }
        guard end < range.upperBound else { return }
        guard bytes[end] == UInt8(ascii: "?"), bytes.areAll(in: .query, end + 1..<range.upperBound) else {
            throw .malformed("The target holds a character that a target must escape.")
        }
        query = end + 1..<range.upperBound
    }

    private mutating func readAbsolute(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(HTTP1Rejection) {
        let start: Int
        if range.count > 7, bytes.holds("http://", in: range.lowerBound..<range.lowerBound + 7) {
            start = range.lowerBound + 7
        } else if range.count > 8, bytes.holds("https://", in: range.lowerBound..<range.lowerBound + 8) {
            start = range.lowerBound + 8
        } else {
            throw .malformed("The target is neither a path nor an http or https URL.")
        }
        var end = start
        while end < range.upperBound, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") {
            end += 1
        }
        guard Self.isHost(bytes, start..<end) else { throw .malformed("The target's host is malformed.") }
        authority = start..<end
        try readPath(bytes, end..<range.upperBound)
    }

    /// Whether the range is a host as DNS or an address writes it, and perhaps a port (RFC 9112, section
    /// 3.2; RFC 3986, section 3.2.2). The commas, quotes and escapes that a registered name might hold
    /// by the letter are refused: no name has them, and a list of hosts does.
    static func isHost(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        var end = range.lowerBound
        if range.first.map({ bytes[$0] }) == UInt8(ascii: "[") {
            end += 1
            while end < range.upperBound, ByteSet.addressLiteral.contains(bytes[end]) { end += 1 }
            guard end < range.upperBound, bytes[end] == UInt8(ascii: "]"), end - range.lowerBound > 2 else {
                return false
            }
            end += 1
        } else {
            while end < range.upperBound, ByteSet.unreserved.contains(bytes[end]) { end += 1 }
        }
        guard end > range.lowerBound else { return false }
        guard end < range.upperBound else { return true }
        guard bytes[end] == UInt8(ascii: ":") else { return false }
        return isPort(bytes, end + 1..<range.upperBound)
    }

    private static func isPort(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        var port = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10, range.count <= 5 else { return false }
            port = port * 10 + Int(digit)
        }
        return port <= 65_535
    }
}
