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
        let kinds = [Field.a, .number, .flag, .list, .object].map { row.optionalValue($0)?.kind }
        #expect(kinds == [.string, .integer, .bool, .array, .object])
        #expect(row.optionalValue(.null)?.kind == nil)
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

    @Test(arguments: [JSONDocument.TextLifetime.owned, .lent])
    func joinsTwoTexts(texts: JSONDocument.TextLifetime) throws {
        func joined(_ members: String) throws -> String? {
            let document = try JSONDocument.parse(ByteBuffer("{\(members)}"), texts: texts)
            return try withExtendedLifetime(document) {
                try JSONRow<Field>(document.root).optionalText(joining: .a, UInt8(ascii: " "), .ab)?.string
            }
        }
        #expect(try joined("\"a\": \"Ana\", \"ab\": \"da Silva\"") == "Ana da Silva")
        #expect(try joined("\"ab\": \"da Silva\"") == "da Silva")
        #expect(try joined("\"a\": \"\", \"ab\": \"da Silva\"") == "da Silva")
        #expect(try joined("\"a\": \"Ana\", \"ab\": null") == "Ana")
        #expect(try joined("\"a\": \"Ana\", \"ab\": \"\"") == "Ana")
        #expect(try joined("\"abc\": 1") == nil)
        #expect(throws: JSONTypeError.self) { _ = try joined("\"a\": 1") }
    }

    /// Joined texts of all sizes stand beside each other until the document goes, and the next one begins anew.
    @Test func joinedTextsLastAsLongAsTheirDocument() throws {
        for round in 0..<3 {
            let sizes = [0, 1, 7, 500, 4000, 4096, 9000, 3, 90_000, 2]
            let rows = sizes.map { size in
                "{\"a\": \"\(round)\(size)\", \"ab\": \"\(String(repeating: "x", count: size))-\"}"
            }
            let json = "[\(rows.joined(separator: ","))]"
            let document = try JSONDocument.parse(ByteBuffer(json), texts: .lent)
            try withExtendedLifetime(document) {
                let joined = try document.root.array().map {
                    try JSONRow<Field>($0).optionalText(joining: .a, UInt8(ascii: " "), .ab)
                }
                for (size, text) in zip(sizes, joined) {
                    #expect(text?.string == "\(round)\(size) \(String(repeating: "x", count: size))-")
                }
            }
        }
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

    enum Path: Int, JSONField {
        case id, personID, personName, cityName, cityCode, name
        case longName, longNameWithOtherMiddle

        static let names: [StaticString] = [
            "id", "person/id", "person/name", "person/city/name", "person/city/code", "name",
            "a_name_of_some_length", "a_name_OF_some_length",
        ]
        static let table = JSONFieldTable(names)
    }

    @Test func readsMembersOfObjectsWithin() throws {
        let json = """
            {"name": "1", "person": {"city": {"code": "2", "name": "3"}, "other": {"id": "0"}, "name": "4"},
             "id": "5", "a_name_OF_some_length": "6", "person": {"id": "7"}, "a_name_of_some_length": "8"}
            """
        let row = try JSONRow<Path>(JSONDocument.parse(ByteBuffer(json)).root)
        let expected: [Path: String] = [
            .name: "1", .cityCode: "2", .cityName: "3", .personName: "4", .id: "5",
            .longNameWithOtherMiddle: "6", .longName: "8",
        ]
        for field in Path.allCases {
            #expect(try row.optionalText(field)?.string == expected[field], "\(field)")
        }
        let missing = #expect(throws: JSONTypeError.self) { _ = try row.text(.personID) }
        #expect(missing?.path == "$.person.id")
    }

    @Test func objectsWithinMayBeNullAndNothingElse() throws {
        for (json, path) in [
            (#"{"person": []}"#, "$.person"), (#"{"person": {"city": "x"}}"#, "$.person.city"),
            (#"{"person": false, "id": "1"}"#, "$.person"),
        ] {
            let value = try JSONDocument.parse(ByteBuffer(json)).root
            let error = #expect(throws: JSONTypeError.self) { _ = try JSONRow<Path>(value) }
            #expect(error?.path == path && error?.expected == "an object")
        }
        for json in [#"{"person": null}"#, #"{"person": {"city": null}}"#, "{}"] {
            let row = try JSONRow<Path>(JSONDocument.parse(ByteBuffer(json)).root)
            for field in Path.allCases { #expect(try row.optionalText(field) == nil) }
        }
    }

    /// Random rows with objects within, members doubled, missing, in any order, and keys that are spelt
    /// with escapes: a row and a search step by step agree.
    @Test(arguments: [UInt64(1), 2, 20_260_101])
    func agreesWithASearchOfObjectsWithin(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let json = Self.object(holding: ["person", "city"], &generator)
            let root = try JSONDocument.parse(ByteBuffer(json)).root
            let row = try JSONRow<Path>(root)
            for field in Path.allCases {
                let steps = "\(Path.names[field.rawValue])".split(separator: "/").map(String.init)
                var found: JSONValue? = root
                for step in steps {
                    found = try found?.optionalObject()?.first { $0.key.string == step }?.value
                }
                let expected = try found?.optionalString()
                #expect(try row.optionalText(field) == expected, "seed \(seed), \(field), \(json)")
            }
        }
    }

    /// An object of random members, in which the first of the names, if it comes, holds such an object.
    private static func object(
        holding names: ArraySlice<String>, _ generator: inout SeededGenerator
    ) -> String {
        let others = [
            "id", "name", "code", "a_name_of_some_length", "a_name_OF_some_length", "a_name_0f_some_length",
            "x",
        ]
        let members = (0..<generator.integer(0...9)).map { number in
            if let holder = names.first, generator.chance(30) {
                let value = generator.chance(20) ? "null" : object(holding: names.dropFirst(), &generator)
                return "\"\(spelt(holder, &generator))\": \(value)"
            }
            let value = generator.chance(20) ? "null" : "\"\(number)\""
            return "\"\(spelt(generator.element(of: others), &generator))\": \(value)"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// The name, in some cases with its first character escaped.
    private static func spelt(_ name: String, _ generator: inout SeededGenerator) -> String {
        guard let first = name.utf8.first, generator.chance(20) else { return name }
        return "\\u00" + String(first, radix: 16) + name.dropFirst()
    }
}
