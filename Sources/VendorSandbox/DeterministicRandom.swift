/// A random number generator that gives the same numbers for the same seed, on every machine: SplitMix64
/// (Steele, Lea and Flood, 2014). Simulators draw their data from it, so that a seed names a data set.
public struct DeterministicRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator for that seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// An integer of the range, each as likely as the next but for a bias below one in 2⁴⁰ for small ranges.
    mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// `true` in so many cases of a hundred.
    mutating func chance(_ percent: Int) -> Bool { integer(in: 1...100) <= percent }

    /// One of the elements, of which there must be some.
    mutating func element<Element>(of elements: [Element]) -> Element {
        elements[integer(in: 0...elements.count - 1)]
    }

    /// A UUID of version 4 (RFC 9562), in lower case.
    mutating func uuid() -> String {
        let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = Array(Self.hexadecimal(high, width: 16) + Self.hexadecimal(low, width: 16))
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }

    /// A MongoDB ObjectId made at that second: eight digits of it, then sixteen at random.
    mutating func objectID(seconds: Int64) -> String {
        Self.hexadecimal(UInt64(seconds), width: 8) + Self.hexadecimal(next(), width: 16)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// So many letters and digits.
    mutating func alphanumerics(_ count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { output in
            for index in 0..<count { output[index] = element(of: Self.alphabet) }
            return count
        }
    }

    private static func hexadecimal(_ value: UInt64, width: Int) -> String {
        String(unsafeUninitializedCapacity: width) { output in
            for index in 0..<width {
                let nibble = UInt8(truncatingIfNeeded: value >> UInt64((width - 1 - index) * 4) & 0xF)
                output[index] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            }
            return width
        }
    }
}
