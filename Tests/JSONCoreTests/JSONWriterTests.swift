import JSONCore
import Primitives
import Testing

@Suite("JSONWriter")
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        body(&writer)
        return buffer.string
    }

    @Test("places commas and colons")
    func punctuation() {
        let json = written { writer in
            writer.beginObject()
            writer.key("empty")
            writer.beginArray()
            writer.endArray()
            writer.key(escaping: "a\"b")
            writer.beginArray()
            writer.integer(1)
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.null()
            writer.bool(false)
            writer.endArray()
            writer.string("x" as StaticString)
            writer.endArray()
            writer.member("last", true)
            writer.endObject()
        }
        #expect(json == #"{"empty":[],"a\"b":[1,{},[null,false],"x"],"last":true}"#)
    }

    @Test("writes members, null where there is no value")
    func members() {
        let json = written { writer in
            writer.beginObject()
            writer.member("text", Text("é"))
            writer.member("noText", nil as Text?)
            writer.member("string", "s")
            writer.member("noString", nil as String?)
            writer.member("integer", -5)
            writer.member("unsigned", UInt64.max)
            writer.member("noInteger", nil as Int?)
            writer.member("double", 2.5)
            writer.member("noDouble", nil as Double?)
            writer.member("infinite", Double.infinity)
            writer.member("noBool", nil as Bool?)
            writer.member("time", Timestamp(milliseconds: 1))
            writer.member("noTime", nil as Timestamp?)
            writer.member("id", prefix: JSONStringPrefix("cx:"), Text("7"))
            writer.member("noID", prefix: JSONStringPrefix("cx:"), nil)
            writer.nullMember("null")
            writer.member("json", json: "[{}]")
            writer.beginObject("object")
            writer.members("")
            writer.members("\"a\":1,\"b\":2")
            writer.members("\"c\":3")
            writer.beginArray("array")
            writer.integer(1)
            writer.integer(2)
            writer.endArray()
            writer.endObject()
            writer.endObject()
        }
        #expect(
            json == #"{"text":"é","noText":null,"string":"s","noString":null,"integer":-5,"#
                + #""unsigned":18446744073709551615,"noInteger":null,"double":2.5,"noDouble":null,"#
                + #""infinite":null,"noBool":null,"time":"1970-01-01T00:00:00.001Z","noTime":null,"#
                + #""id":"cx:7","noID":null,"null":null,"json":[{}],"#
                + #""object":{"a":1,"b":2,"c":3,"array":[1,2]}}"#
        )
    }

    @Test("the first comma of an object of commas becomes its bracket")
    func objectsOfCommas() {
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.beginArray()
        for count in 0..<3 {
            let start = writer.beginObjectOfCommas()
            for _ in 0..<count { writer.member("a", "b" as Text?, comma: true) }
            writer.endObject(begunAt: start)
        }
        writer.endArray()
        writer.beginDocument()
        writer.null()
        #expect(buffer.string == #"[{},{"a":"b"},{"a":"b","a":"b"}]null"#)
    }
}
