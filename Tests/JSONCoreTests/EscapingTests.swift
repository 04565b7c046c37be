import JSONCore
import Primitives
import TestSupport
import Testing

@Suite("Escaping")
struct EscapingTests {
    private func written(_ text: Text) -> String {
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.string(text)
        return buffer.string
    }

    /// The escaping of RFC 8259 the slow way.
    private func expected(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    @Test("escapes every ASCII character at every place and alignment")
    func everyByte() {
        for length in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20, 24, 31, 33, 37] {
            for place in 0..<length {
                for byte in UInt8(0)..<128 {
                    var bytes = Array(repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = byte
                    let string = String(decoding: bytes, as: UTF8.self)
                    if written(Text(string)) != expected(string) {
                        Issue.record("byte \(byte) at \(place) of \(length)")
                    }
                }
            }
        }
    }

    @Test("leaves every byte from 128 on as it is")
    func highBytes() {
        for byte in UInt8(128)...255 {
            let source = ByteBuffer(Array(repeating: UInt8(ascii: "a"), count: 9) + [byte, byte])
            let buffer = ByteBuffer()
            var writer = JSONWriter(buffer)
            writer.string(source.text(0..<source.count))
            #expect(buffer.bytes == [0x22] + source.bytes + [0x22])
        }
    }

    @Test("reads only the text, wherever it starts")
    func alignments() {
        let source = ByteBuffer(String(repeating: "\"\\\n", count: 40))
        for start in 0..<16 {
            for length in 0..<40 {
                let text = source.text(start..<(start + length))
                #expect(written(text) == expected(text.string))
            }
        }
    }

    @Test("reads nothing past a text, of any length, that ends where memory does")
    func endOfMemory() throws {
        var random = seededGenerator()
        let page = try #require(GuardedPage())
        for length in 0...100 {
            for _ in 0..<40 {
                let marks = Int.random(in: 0...3, using: &random)
                var bytes = (0..<length).map { _ in UInt8.random(in: 0x20...0x7F, using: &random) }
                for _ in 0..<marks where length > 0 {
                    let special = UInt8.random(in: 0x00...0x22, using: &random)
                    bytes[Int.random(in: 0..<length, using: &random)] = special
                }
                page.withTextAtTheEnd(bytes) { text in
                    let json = written(text)
                    #expect(json == expected(String(decoding: bytes, as: UTF8.self)))
                }
            }
        }
    }

    @Test("copies a prefix and a name of every length")
    func everyLengthOfPrefix() {
        for length in 0...80 {
            let prefix = String(
                decoding: (0..<length).map { UInt8(ascii: "0") + UInt8($0 % 75) }, as: UTF8.self)
            let buffer = ByteBuffer()
            var writer = JSONWriter(buffer)
            writer.beginObject()
            writer.member("k", prefix: JSONStringPrefix(Text(prefix)), Text(prefix))
            writer.endObject()
            #expect(buffer.string == "{\"k\":\(expected(prefix + prefix))}")
        }
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("", json: "0")
        writer.member("ab", json: "1")
        writer.member("abcde", json: "12345")
        writer.member("abcdefghij", json: "123456789")
        writer.member("abcdefghijklmnopqrst", json: "12345678901234567890")
        writer.member("abcdefghijklmnopqrstuvwxyzabcdefghijkl", json: "123456789012345678901234567890123456")
        writer.endObject()
        #expect(
            buffer.string
                == "{\"\":0,\"ab\":1,\"abcde\":12345,\"abcdefghij\":123456789,"
                + "\"abcdefghijklmnopqrst\":12345678901234567890,"
                + "\"abcdefghijklmnopqrstuvwxyzabcdefghijkl\":123456789012345678901234567890123456}")
    }

    @Test("escapes all alike from texts, strings and literals")
    func forms() {
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.beginArray()
        writer.string(Text("a\"\u{2028}/"))
        writer.string("a\"\u{2028}/" as String)
        writer.string("a\"\u{2028}/" as StaticString)
        writer.beginString()
        writer.appendString(Text("a\""))
        writer.appendString("\u{2028}" as String)
        writer.appendString("/" as StaticString)
        writer.appendString(12)
        writer.endString()
        writer.string("")
        writer.endArray()
        let one = "\"a\\\"\u{2028}/"
        #expect(buffer.string == "[\(one)\",\(one)\",\(one)\",\(one)12\",\"\"]")
    }

    @Test("keeps commas in place round strings longer than a piece")
    func longStrings() throws {
        for count in [4095, 4096, 4097, 10_000] {
            let long = String(repeating: "é\n", count: count / 2) + "x"
            let buffer = ByteBuffer()
            var writer = JSONWriter(buffer)
            writer.beginArray()
            writer.string(long)
            writer.string(Text(long))
            writer.null()
            writer.endArray()
            #expect(buffer.string == "[\(expected(long)),\(expected(long)),null]")
        }
    }

    @Test("what is written reads back the same")
    func roundTrip() throws {
        var random = seededGenerator()
        for _ in 0..<2000 {
            var string = ""
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                let range: ClosedRange<UInt32> =
                    [0...0x7F, 0...0x2F, 0x80...0xFFFF, 0x1_0000...0x10_FFFF]
                    .randomElement(using: &random) ?? 0...0x7F
                guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) else { continue }
                string.unicodeScalars.append(scalar)
            }
            let json = written(Text(string))
            #expect(json == expected(string))
            #expect(try parse(json).string() == Text(string))
        }
    }

    @Test("writes a string behind a prefix, short or long")
    func prefixed() {
        for count in [0, 1, 7, 8, 4000, 5000] {
            let prefix = String(repeating: "\"", count: count) + ":"
            let rest = String(repeating: "é\n", count: count)
            let buffer = ByteBuffer()
            var writer = JSONWriter(buffer)
            writer.beginObject()
            writer.member("a", prefix: JSONStringPrefix(Text(prefix)), Text(rest))
            writer.member("b", prefix: JSONStringPrefix("\t"), "")
            writer.member("c", prefix: JSONStringPrefix("x"), nil)
            writer.key("d")
            writer.beginArray()
            for part in ["", "2"] as [Text] { writer.string(prefix: JSONStringPrefix("1"), part) }
            writer.endArray()
            writer.endObject()
            let json = "{\"a\":\(expected(prefix + rest)),\"b\":\"\\t\",\"c\":null,\"d\":[\"1\",\"12\"]}"
            #expect(buffer.string == json)
        }
    }
}
