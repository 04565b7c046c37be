import Primitives
import Testing
import YAMLCore

@Suite struct YAMLToJSONTests {
    @Test func typesAndOrderAreKept() throws {
        let document = try YAMLDocument(
            parsing: """
                openapi: 3.1.0
                info: {title: "a \\"b\\"", version: "1.0"}
                200: {description: OK, x: [1, -2.5, 1e2, true, ~, yes, .inf, 0x10, "12"]}
                time: 2025-05-29T15:10:49Z
                text: |
                  one
                  deux é \\ \t.
                empty: {}
                none: []
                """
        )
        let buffer = ByteBuffer()
        document.appendJSON(to: buffer)
        #expect(
            buffer.string == #"{"openapi":"3.1.0","info":{"title":"a \"b\"","version":"1.0"},"#
                + #""200":{"description":"OK","x":[1,-2.5,100.0,true,null,"yes",".inf",16,"12"]},"#
                + #""time":"2025-05-29T15:10:49Z","text":"one\ndeux é \\ \t.\n","empty":{},"none":[]}"#
        )
    }
}
