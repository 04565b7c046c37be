import JSONCore
import Primitives
import TestSupport

func parse(_ json: String) throws -> JSONValue { try JSONDocument.parse(ByteBuffer(json)).root }

func written(_ value: JSONValue) -> String {
    let buffer = ByteBuffer()
    var writer = JSONWriter(buffer)
    writer.value(value)
    return buffer.string
}

/// A generator with a new seed, which is printed.
func seededGenerator(_ test: String = #function) -> SeededGenerator {
    let seed = UInt64.random(in: 0...(.max))
    print("\(test): seed \(seed)")
    return SeededGenerator(seed: seed)
}
