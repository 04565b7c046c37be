/// A generator that gives the same numbers for the same seed (SplitMix64). Property tests take their seed
/// as an argument, so that a failure prints it.
public struct SeededGenerator: RandomNumberGenerator {
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

    /// An integer of the range.
    public mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// `true` in so many cases of a hundred.
    public mutating func chance(_ percent: Int) -> Bool { integer(1...100) <= percent }

    /// One of the elements, of which there must be some.
    public mutating func element<Element>(of elements: [Element]) -> Element {
        elements[integer(0...elements.count - 1)]
    }

    /// So many bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// A text of up to so many characters, of every length in UTF-8.
    public mutating func text(upTo count: Int) -> String {
        let alphabet = Array("abcXYZ019-._~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}\té€漢🌻\u{1}\u{7F}")
        return String((0..<integer(0...count)).map { _ in element(of: alphabet) })
    }
}
