import Primitives
import TestSupport
import Testing

@Suite struct TextTests {
    /// Texts that differ in one byte or none, at every length and place.
    @Test func textsAreTheSameByTheirBytes() {
        for length in 0...40 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 65 + $0 % 26) }
            let one = ByteBuffer(bytes)
            #expect(one.text(0..<length) == ByteBuffer(bytes).text(0..<length))
            for place in 0..<length {
                var others = bytes
                others[place] ^= 1
                #expect(one.text(0..<length) != ByteBuffer(others).text(0..<length), "\(place) of \(length)")
            }
            if length > 0 { #expect(one.text(0..<length) != one.text(0..<length - 1)) }
        }
    }

    @Test(arguments: [UInt64(1), 20_260_101])
    func joinedTextsAreOneBehindTheOther(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let parts = (0..<3).map { _ in generator.text(upTo: 40) }
            let texts = parts.map { Text($0) }
            #expect(Text(joining: texts[0], texts[1], texts[2]).string == parts.joined(), "seed \(seed)")
            let spaced = Text(joining: texts[0], UInt8(ascii: " "), texts[1])
            #expect(spaced.string == parts[0] + " " + parts[1], "seed \(seed)")
        }
        #expect(Text(joining: "", "", "").isEmpty)
    }

    @Test func aTextHasTheCharactersOfAStringOrNot() {
        for string in ["", "a", "fifteen bytes ..", "more than the sixteen of a small string", "café"] {
            #expect(Text(string).hasCharacters(of: string), "\(string)")
            #expect(
                !Text(string + "x").hasCharacters(of: string) && !Text(string).hasCharacters(of: string + "x")
            )
            if !string.isEmpty {
                #expect(!Text(string.dropLast() + "~").hasCharacters(of: string), "\(string)")
            }
        }
    }

    @Test func aByteIsFoundAtEveryPlace() {
        for length in 0..<70 {
            var bytes = Array(repeating: UInt8(ascii: "a"), count: length)
            #expect(!bytes.withUnsafeBufferPointer { $0.containsAny { $0 == 0 } })
            for place in 0..<length {
                bytes[place] = 0
                #expect(bytes.withUnsafeBufferPointer { $0.containsAny { $0 == 0 } }, "\(place) of \(length)")
                bytes[place] = UInt8(ascii: "a")
            }
        }
    }
}
