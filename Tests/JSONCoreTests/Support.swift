import JSONCore
import Primitives

func parse(_ json: String) throws -> JSONValue { try JSONDocument.parse(ByteBuffer(json)).root }

func written(_ value: JSONValue) -> String {
    let buffer = ByteBuffer()
    var writer = JSONWriter(buffer)
    writer.value(value)
    return buffer.string
}

/// A generator that a printed seed sets back to the same sequence (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A generator with a new seed, which is printed.
func seededGenerator(_ test: String = #function) -> SeededGenerator {
    let seed = UInt64.random(in: 0...(.max))
    print("\(test): seed \(seed)")
    return SeededGenerator(seed: seed)
}
