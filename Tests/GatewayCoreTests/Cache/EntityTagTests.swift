import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct EntityTagTests {
    private func held(_ tag: EntityTag, _ values: String...) -> Bool {
        tag.isHeld(by: Fields(values.map { Field(name: "if-none-match", value: Text($0)) }))
    }

    /// The published value of XXH3 for no bytes, so that tags stay the same over versions and machines.
    @Test func aTagIsTheHashOfTheBody() {
        #expect(EntityTag(ByteBuffer("")).text == "\"99aa06d3014798d86001c324468d497f\"")
    }

    @Test(arguments: [1, 16, 128, 129, 240, 241, 1024, 100_000])
    func anyByteChangesIt(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        var bytes = random.bytes(count)
        let tag = EntityTag(ByteBuffer(bytes))
        #expect(tag.text == EntityTag(ByteBuffer(bytes)).text && tag.text.count == 34)
        for place in [0, count / 2, count - 1] {
            bytes[place] ^= 1
            #expect(EntityTag(ByteBuffer(bytes)).text != tag.text)
            bytes[place] ^= 1
        }
        #expect(EntityTag(ByteBuffer(bytes + [0])).text != tag.text)
    }

    /// In one go or in pieces, and by whatever instructions the processor has: the hash is the same.
    @Test(arguments: [0, 900, 1023, 1024, 1025, 4096, 80_000])
    func aLongBodyHasTheTagOfItsPieces(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let bytes = random.bytes(count)
        let flagged = EntityTag(ByteBuffer(bytes + Array("true".utf8) + bytes), flags: [count])
        #expect(flagged.text == EntityTag(ByteBuffer(bytes + Array("false".utf8) + bytes)).text)
    }

    @Test func whetherASourceWasKeptChangesNothing() {
        func tag(_ first: Bool, _ second: Bool, _ rest: String = "x") -> Text {
            let begin = "{\"cached\":"
            let middle = ",\"cached\":"
            let body = begin + "\(first)" + middle + "\(second)" + rest
            let place = begin.count + "\(first)".count + middle.count
            return EntityTag(ByteBuffer(body), flags: [begin.count, place]).text
        }
        let tags = [(false, false), (true, false), (false, true), (true, true)].map { tag($0, $1) }
        #expect(Set(tags).count == 1)
        #expect(tags[0] == EntityTag(ByteBuffer("{\"cached\":false,\"cached\":falsex")).text)
        #expect(tag(true, true, "y") != tags[0])
    }

    @Test func aClientThatHasItSaysSo() {
        let tag = EntityTag(ByteBuffer("body"))
        let text = tag.text.string
        #expect(held(tag, text) && held(tag, "W/\(text)") && held(tag, "*"))
        #expect(held(tag, "\"other\", \(text)") && held(tag, "\"a,b\",W/\"\" ,W/\(text), \"c\""))
        #expect(held(tag, "\"other\"", text), "in a field of its own")
    }

    @Test func anotherTagIsNotIt() {
        let tag = EntityTag(ByteBuffer("body"))
        let inner = tag.text.string.dropFirst().dropLast()
        #expect(!held(tag) && !held(tag, "") && !held(tag, "\"other\"") && !held(tag, "\""))
        #expect(!held(tag, String(inner)), "without its quotes")
        #expect(!held(tag, "\"x\(inner)\"") && !held(tag, "\"\(inner)x\"") && !held(tag, "\"\(inner)"))
        #expect(!held(tag, "\"*\"") && !held(tag, "**") && !held(tag, "\"a\" \"\(inner.uppercased())\""))
    }
}
