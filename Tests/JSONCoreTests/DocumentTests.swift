import Primitives
import Testing

@testable import JSONCore

@Suite("JSONDocument")
struct DocumentTests {
    @Test("counts depth exactly, at every limit", arguments: [1, 2, 3, 63, 64, 65, 1024])
    func depth(_ limit: Int) throws {
        for (opening, closing, inner) in [("[", "]", ""), ("[", "]", "1"), ("{\"a\":", "}", "1")] {
            let accepted = ConformanceCorpus.nested(opening, closing, limit, inside: inner)
            _ = try JSONDocument.parse(ByteBuffer(accepted), maximumDepth: limit)
            let refused = ConformanceCorpus.nested(opening, closing, limit + 1, inside: inner)
            let error = #expect(throws: JSONError.self) {
                try JSONDocument.parse(ByteBuffer(refused), maximumDepth: limit)
            }
            #expect(error == JSONError(.depth, offset: opening.utf8.count * limit))
        }
        _ = try JSONDocument.parse(ByteBuffer("true"), maximumDepth: limit)
    }

    @Test(
        "says what is wrong and where",
        arguments: [
            ("", JSONError(.empty)), (" ", JSONError(.empty)), ("[1,]", JSONError(.syntax, offset: 3)),
            ("{\"a\" 1}", JSONError(.syntax, offset: 5)), ("[1] x", JSONError(.syntax, offset: 4)),
            ("[truf]", JSONError(.syntax, offset: 1)), ("[01]", JSONError(.number, offset: 2)),
            ("[1.]", JSONError(.number, offset: 3)), ("[\"a", JSONError(.string, offset: 3)),
            ("[\"a\\x\"]", JSONError(.string, offset: 3)), ("[\"\\ud800\"]", JSONError(.string, offset: 2)),
            ("[\"a\tb\"]", JSONError(.string, offset: 3)), ("[1}", JSONError(.syntax, offset: 2)),
        ]
    )
    func faults(_ json: String, _ expected: JSONError) {
        #expect(throws: expected) { try JSONDocument.parse(ByteBuffer(json)) }
    }

    @Test("names the byte that is not UTF-8")
    func encodingFault() {
        let buffer = ByteBuffer([0x5B, 0x22, 0x61, 0xFF, 0x22, 0x5D])
        let error = #expect(throws: JSONError.self) { try JSONDocument.parse(buffer) }
        #expect(error == JSONError(.encoding, offset: 3))
        #expect(error?.description == "JSON that is not UTF-8 at byte 3")
    }

    @Test("values outlive every name of their document, its buffer and later parses")
    func lifetime() throws {
        func text() throws -> Text {
            var fields = try parse(#"{"a":{"b":"still here"}}"#).object()
            var inner = try fields.object("a")
            return try inner.text("b")
        }
        let kept = try text()
        for number in 0..<100 { _ = try parse("[\"other \(number)\"]") }
        #expect(kept == Text("still here"))
    }

    @Test("texts may hold any character, NUL included")
    func anyText() throws {
        #expect(try parse(#""\u0000a\ud83d\ude00\/\u00e9""#).string() == Text("\u{0}a\u{1F600}/é"))
    }

    @Test("parses on many threads at once")
    func concurrency() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<200 {
                        let json = "{\"w\":\(worker),\"n\":[\(number),1e999]}"
                        guard written(try parse(json)) == json else { throw JSONError(.syntax) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("a hostile megabyte is refused or read like any other")
    func hostile() throws {
        let size = 1 << 20
        let refused = [
            String(repeating: "[", count: size), String(repeating: "{\"a\":", count: size / 5),
            String(repeating: "\"", count: size - 1), String(repeating: "1", count: size) + "x",
            "[" + String(repeating: "1e999,", count: size / 6), String(repeating: "-", count: size),
            "\"" + String(repeating: "\\", count: size - 1), String(repeating: ":", count: size),
        ]
        for json in refused {
            #expect(throws: JSONError.self) { try parse(json) }
        }
        let digits = String(repeating: "9", count: size)
        #expect(try parse(digits).scalarText().count == size)
        #expect(try parse("0." + digits).double() == 1)
        #expect(try parse("\"" + String(repeating: "a", count: size) + "\"").string().count == size)
        let list = "[" + String(repeating: "1e999,", count: size / 6) + "0]"
        #expect(try parse(list).array().count == size / 6 + 1)
        #expect(written(try parse(list)) == list)
    }

    @Test("the shelf keeps within its bounds")
    func shelf() {
        var shelf = Shelf<Int>(maximumCount: 2, maximumBytes: 100)
        shelf.put(1, footprint: 60)
        shelf.put(2, footprint: 60)
        #expect(shelf.count == 1)
        shelf.put(3, footprint: 40)
        shelf.put(4, footprint: 0)
        #expect(shelf.count == 2)
        #expect(shelf.take() == 3)
        #expect(shelf.take() == 1)
        #expect(shelf.take() == nil)
        shelf.put(5, footprint: 100)
        #expect(shelf.take() == 5)
    }
}
