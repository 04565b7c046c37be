import JSONCore
import Primitives
import TestSupport
import Testing

@Suite("JSONObject and JSONArray")
struct ObjectTests {
    static let names: [StaticString] = [
        "a", "b", "ab", "ba", "id", "name", "updated_at", "deleted_at", "created_at", "", "subject",
        "subjects", "x1",
        "x2", "status_id", "channel_id",
    ]

    @Test("lookups agree with a dictionary, in any order, with duplicates and absences")
    func model() throws {
        var random = seededGenerator()
        for _ in 0..<2000 {
            var model: [String: Int64] = [:]
            var json = "{"
            for position in 0..<Int64(Int.random(in: 0...20, using: &random)) {
                let name = "\(Self.names.randomElement(using: &random) ?? "a")"
                if position > 0 { json += "," }
                let isNested = Bool.random(using: &random)
                json +=
                    "\"\(name)\":" + (isNested ? "{\"v\":\(position),\"a\":[1,{\"b\":2}]}" : "\(position)")
                if model[name] == nil { model[name] = position }
            }
            var fields = try parse(json + "}").object()
            for _ in 0..<40 {
                let name = Self.names.randomElement(using: &random) ?? "a"
                var found: Int64?
                if let value = fields.find(name) {
                    if value.kind == .object {
                        var inner = try value.object()
                        found = try inner.integer("v")
                    } else {
                        found = try value.integer()
                    }
                }
                #expect(found == model["\(name)"], "\(name) in \(json)")
            }
        }
    }

    @Test("reads members by type, absent and null ones as nothing")
    func types() throws {
        var fields = try parse(
            #"{"t":"x","i":-1,"u":1,"d":1.5,"b":true,"o":{"k":1},"a":[1],"n":null,"s":7}"#
        ).object()
        #expect(try fields.text("t") == Text("x"))
        #expect(try fields.integer("i") == -1)
        #expect(try fields.unsigned("u") == 1)
        #expect(try fields.double("d") == 1.5)
        #expect(try fields.bool("b"))
        #expect(try fields.object("o").count == 1)
        #expect(try fields.array("a").count == 1)
        #expect(try fields.value("n").isNull)
        #expect(try fields.scalarText("s") == Text("7"))
        #expect(try fields.optionalText("n") == nil)
        #expect(try fields.optionalInteger("n") == nil)
        #expect(try fields.optionalUnsigned("none") == nil)
        #expect(try fields.optionalDouble("none") == nil)
        #expect(try fields.optionalBool("n") == nil)
        #expect(try fields.optionalObject("n") == nil)
        #expect(try fields.optionalArray("none") == nil)
        #expect(try fields.optionalScalarText("n") == nil)
        #expect(fields.optionalValue("n") == nil)
        #expect(fields.find("n") != nil)
        #expect(try fields.optionalBool("b") == true)
        #expect(throws: JSONTypeError.self) { try fields.optionalText("i") }
        #expect(throws: JSONTypeError.self) { try fields.text("none") }
    }

    @Test("iterates in the document's order, duplicates included")
    func iteration() throws {
        let root = try parse(#"{"a":1,"b":[true,[],{}],"a":2}"#)
        let object = try root.object()
        #expect(object.map(\.key) == ["a", "b", "a"])
        #expect(object.count == 3)
        #expect(!object.isEmpty)
        let list = try object.map(\.value)[1].array()
        #expect(list.map(\.kind) == [.bool, .array, .object])
        #expect(list.count == 3)
        #expect(try parse("[]").array().isEmpty)
        #expect(try parse("{}").object().isEmpty)
        #expect(try parse("[[]]").array().isEmpty == false)
        #expect(written(object.asValue) == #"{"a":1,"b":[true,[],{}],"a":2}"#)
    }

    @Test("errors name the path")
    func paths() throws {
        let root = try parse(
            #"{"page":{"n":0},"tickets":[{},{"user":{"name":1}},[[],["x",{"a b":null,"":2}]],"last"]}"#
        )
        var fields = try root.object()
        let tickets = Array(try fields.array("tickets"))
        var ticket = try tickets[1].object()
        var user = try ticket.object("user")
        let typeError = #expect(throws: JSONTypeError.self) { try user.text("name") }
        #expect(typeError?.description == "$.tickets[1].user.name: expected a string, found a number")
        let missing = #expect(throws: JSONTypeError.self) { try user.text("last name") }
        #expect(missing?.description == #"$.tickets[1].user["last name"]: expected a string, found nothing"#)
        let deep = Array(try Array(try tickets[2].array())[1].array())[1]
        var odd = try deep.object()
        #expect(throws: JSONTypeError.self) { try odd.integer("a b") }
        let empty = #expect(throws: JSONTypeError.self) { try odd.text("") }
        #expect(empty?.path == #"$.tickets[2][1][1][""]"#)
        let last = #expect(throws: JSONTypeError.self) { try tickets[3].array() }
        #expect(last?.path == "$.tickets[3]")
        #expect(last?.problem == .type(found: .string))
        let rootError = #expect(throws: JSONTypeError.self) { try root.array() }
        #expect(rootError?.path == "$")
        let range = #expect(throws: JSONTypeError.self) {
            try parse("[1e400]").array().map { try $0.double() }
        }
        #expect(range?.description == "$[0]: expected a number, found a number out of its range")
    }

    @Test("a long name does not make a long path")
    func longNames() throws {
        let name = String(repeating: "é", count: 500)
        let error = #expect(throws: JSONTypeError.self) {
            try parse("{\"\(name)\":1}").object().forEach { _ = try $0.value.string() }
        }
        #expect((error?.path.utf8.count ?? .max) < 100)
    }

    @Test("parsed values are written as they are")
    func verbatim() throws {
        let json =
            #"[{"a":[1,-2,18446744073709551615,1.5,1e+300,-0.0,true,false,null,"x\n\u0001é"],"a":{}},[],""]"#
        #expect(written(try parse(json)) == json)
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("raw", try parse("[1,{}]"))
        writer.member("none", nil as JSONValue?)
        writer.key("text")
        writer.raw(Text("[ 1 ]"))
        writer.endObject()
        #expect(buffer.string == #"{"raw":[1,{}],"none":null,"text":[ 1 ]}"#)
    }
}
