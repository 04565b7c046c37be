import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@Suite struct FieldValueTests {
    private func values(_ json: String) throws -> [FieldValue] {
        try JSONDocument.parse(ByteBuffer(json)).root.array().map(FieldValue.init)
    }

    private func written(_ values: [FieldValue]) -> String {
        let buffer = ByteBuffer(capacity: 256)
        var writer = JSONWriter(buffer)
        writer.beginArray()
        for value in values { value.write(to: &writer) }
        writer.endArray()
        return buffer.string
    }

    @Test(arguments: [
        #"[null, "a\"b", 1, -2.50, true, false, {"a": [1, {}]}, [], 9007199254740993]"#,
        #"["", 0, 1e2, "é", "🌻"]"#,
    ])
    func whatComesIsWrittenAsItCame(json: String) throws {
        #expect(try JSONTree(ByteBuffer(written(values(json)))) == JSONTree(ByteBuffer(json)))
    }

    @Test func valuesMadeHereAreWrittenInTheirKind() {
        let values: [FieldValue] = [
            .null, .text("a"), .integer(-5), .flag(true), .answer(.choices(["a", "b"])), .answer(.none),
        ]
        #expect(written(values) == #"[null,"a",-5,true,["a","b"],null]"#)
    }

    @Test func scalarsHaveATextAndTheRestHasNone() throws {
        let texts = try values(#"[null,"a",7,true,{},["x"]]"#).map { $0.scalarText?.string }
        #expect(texts == [nil, "a", "7", "true", nil, nil])
        let made: [FieldValue] = [
            .integer(42), .flag(false), .answer(.text("t")), .answer(.number(.integer(1))),
        ]
        #expect(made.map { $0.scalarText?.string } == ["42", "false", "t", nil])
    }

    @Test func fieldsAndCountsAreObjects() throws {
        var distribution = Distribution(remoteID: "1")
        distribution.counts = [Count("opened", 2), Count("qu\"ote", 0)]
        distribution.customFields = [NamedValue("A b", .text("x")), NamedValue("", .null)]
        let buffer = ByteBuffer(capacity: 512)
        var writer = RecordWriter(JSONWriter(buffer), source: RecordSource(connection: "c", vendor: "v"))
        writer.write(distribution, original: nil)
        let json = try JSONTree(buffer)
        #expect(json["counts"].keys == ["opened", "qu\"ote"] && json["counts"]["opened"] == 2)
        #expect(json["errors"] == nil, "no counts are not an empty object")
        #expect(json["custom_fields"].keys == ["A b", ""])
    }
}
