/// An IPv4 or IPv6 address; IPv4 is kept as its IPv4-mapped IPv6 form (RFC 4291, section 2.5.5.2), so
/// that one peer is one value however it came in.
public struct IPAddress: Hashable, Sendable {
    /// The first eight bytes, the most significant one first.
    public let high: UInt64
    /// The last eight bytes.
    public let low: UInt64

    private static let mappedPrefix: UInt64 = 0x0000_FFFF_0000_0000

    /// The address whose sixteen bytes are `high` and `low`.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The IPv4 address with that number, host byte order.
    public init(v4 number: UInt32) {
        high = 0
        low = Self.mappedPrefix | UInt64(number)
    }

    /// The IPv4 number in host byte order, when it is an IPv4 address.
    public var v4: UInt32? {
        high == 0 && low >> 32 == Self.mappedPrefix >> 32 ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// 127.0.0.1.
    public static let loopback = IPAddress(v4: 0x7F00_0001)

    /// Reads `192.0.2.1` or `2001:db8::1` (RFC 4291, section 2.2); nothing when it is neither.
    public init?(_ text: String) {
        if let number = Self.readV4(text.utf8) {
            self.init(v4: number)
        } else if let (high, low) = Self.readV6(text) {
            self.init(high: high, low: low)
        } else {
            return nil
        }
    }

    private static func readV4(_ text: some Collection<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
                part.count == 1 || part.first != 0x30
            else { return nil }
            let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
            guard value <= 255 else { return nil }
            number = number << 8 | value
        }
        return number
    }

    private static func readV6(_ text: String) -> (high: UInt64, low: UInt64)? {
        let halves = splitAtDoubleColon(text)
        guard let front = readGroups(halves.front) else { return nil }
        var groups = front
        if let backText = halves.back {
            guard let back = readGroups(backText), front.count + back.count <= 7 else { return nil }
            groups += Array(repeating: 0, count: 8 - front.count - back.count) + back
        }
        guard groups.count == 8 else { return nil }
        let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        return (high, low)
    }

    private static func splitAtDoubleColon(_ text: String) -> (front: Substring, back: Substring?) {
        var previous: Character?
        for index in text.indices {
            if text[index] == ":" && previous == ":" {
                return (text[..<text.index(before: index)], text[text.index(after: index)...])
            }
            previous = text[index]
        }
        return (text[...], nil)
    }

    private static func readGroups(_ text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let number = readV4(part.utf8) {
                groups += [UInt16(number >> 16), UInt16(truncatingIfNeeded: number)]
            } else {
                guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"), !part.hasPrefix("-"),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal for IPv4, RFC 5952 for IPv6.
    public var description: String {
        if let number = v4 {
            return "\(number >> 24).\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        }
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> (48 - UInt64(index % 4) * 16))
        }
        guard let zeros = Self.longestZeroRun(groups) else {
            return groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        let front = groups[..<zeros.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        let back = groups[zeros.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
        return front + "::" + back
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count && groups[end] == 0 { end += 1 }
            if end - start >= 2 && end - start > (longest?.count ?? 0) { longest = start..<end }
            start = max(end, start + 1)
        }
        return longest
    }
}

/// A range of addresses, `10.0.0.0/8` (RFC 4632) or a single address.
public struct AddressRange: Hashable, Sendable {
    private let address: IPAddress
    private let prefix: Int

    /// Reads `address` or `address/prefix`; nothing when it is neither.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let address = IPAddress(String(first)) else {
            return nil
        }
        let width = address.v4 == nil ? 128 : 32
        var prefix = width
        if parts.count == 2 {
            guard let length = Int(parts[1]), (0...width).contains(length), parts[1].first != "+" else {
                return nil
            }
            prefix = length
        }
        self.address = address
        self.prefix = prefix + 128 - width
    }

    /// Whether the address lies in the range.
    public func contains(_ other: IPAddress) -> Bool {
        let highMask = prefix >= 64 ? UInt64.max : Self.mask(prefix)
        let lowMask = prefix <= 64 ? 0 : Self.mask(prefix - 64)
        return (address.high ^ other.high) & highMask == 0 && (address.low ^ other.low) & lowMask == 0
    }

    private static func mask(_ bits: Int) -> UInt64 {
        bits == 0 ? 0 : UInt64.max << UInt64(64 - bits)
    }
}
