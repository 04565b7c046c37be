import Primitives
import TestSupport
import Testing

@testable import JSONCore

/// A row finds what an object finds, whatever the order of the members, and says where one is missing.
@Suite struct JSONRowTests {
    enum Field: Int, JSONField {
        case empty, a, ab, abc, abcd, abcde, abcdX, number, flag, list, object, null

        static let names: [StaticString] = [
            "", "a", "ab", "abc", "abcd", "abcde", "abcdX", "number", "flag", "list", "object", "null",
        ]
        static let table = JSONFieldTable(names)
    }

    @Test func readsEveryKind() throws {
        let json = """
            [{"x": {"a": 0}, "null": null, "object": {"a": 1}, "list": [1], "flag": true, "number": 12,
              "abcdX": "6", "abcde": "5", "abcd": "4", "abc": "3", "ab": "2", "a": "1", "": "0"}]
            """
        let value = try #require(try JSONDocument.parse(ByteBuffer(json)).root.array().first { _ in true })
        let row = try JSONRow<Field>(value)
        for (number, field) in [Field.empty, .a, .ab, .abc, .abcd, .abcde, .abcdX].enumerated() {
            #expect(try row.text(field).string == String(number))
        }
        #expect(try row.optionalInteger(.number) == 12)
        #expect(try row.optionalScalarText(.number)?.string == "12")
        #expect(try row.optionalBool(.flag) == true)
        #expect(try row.optionalArray(.list)?.count == 1)
        #expect(try row.optionalObject(.object)?.count == 1)
        #expect(try row.optionalText(.null) == nil)
    }

    @Test func saysWhereAFieldIsMissingOrOfAnotherType() throws {
        let value = try JSONDocument.parse(ByteBuffer("{\"rows\": [{\"abc\": 1}]}")).root
        var object = try value.object()
        let element = try #require(try object.array("rows").first { _ in true })
        let row = try JSONRow<Field>(element)
        let missing = #expect(throws: JSONTypeError.self) { _ = try row.text(.abcd) }
        #expect(missing?.path == "$.rows[0].abcd")
        let mismatch = #expect(throws: JSONTypeError.self) { _ = try row.text(.abc) }
        #expect(mismatch?.path == "$.rows[0].abc")
        let number = try #require(try JSONDocument.parse(ByteBuffer("[1]")).root.array().first { _ in true })
        #expect(throws: JSONTypeError.self) { _ = try JSONRow<Field>(number) }
    }

    /// Random objects of names that share lengths and beginnings, with doubles: a row and a plain search
    /// agree.
    @Test(arguments: [UInt64(1), 2, 3, 20_260_101])
    func agreesWithASearch(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let names = Field.names.map { "\($0)" } + ["b", "abX", "abcdeX", "numbed", "flat", "lisp", "abcdY"]
        for _ in 0..<300 {
            let members = (0..<Int.random(in: 0...30, using: &generator)).map { number in
                (names.randomElement(using: &generator) ?? "", number)
            }
            let json = "{" + members.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ",") + "}"
            let row = try JSONRow<Field>(JSONDocument.parse(ByteBuffer(json)).root)
            for field in Field.allCases {
                let expected = members.first { $0.0 == "\(Field.names[field.rawValue])" }.map { String($0.1) }
                #expect(try row.optionalText(field)?.string == expected, "seed \(seed), \(json)")
            }
        }
    }

    @Test func lentTextsReadTheSame() throws {
        let document = try JSONDocument.parse(ByteBuffer("{\"a\": \"é\\n\", \"number\": 7}"), texts: .lent)
        try withExtendedLifetime(document) {
            let row = try JSONRow<Field>(document.root)
            #expect(try row.text(.a).string == "é\n")
            #expect(try row.optionalScalarText(.number)?.string == "7")
        }
    }
}
