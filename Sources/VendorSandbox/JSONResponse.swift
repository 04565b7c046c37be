import HTTPCore
import JSONCore
import Primitives

extension Response {
    /// A JSON response whose members `write` adds to an object.
    static func json(
        _ status: Status = .ok, capacity: Int = 512, _ write: (inout JSONWriter) -> Void
    ) -> Response {
        let buffer = ByteBuffer(capacity: capacity)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        write(&writer)
        writer.endObject()
        var fields = Fields()
        fields.append("Content-Type", "application/json; charset=utf-8")
        return Response(status, fields: fields, body: .buffer(buffer))
    }

    /// A JSON response that is an array of objects, one for each element.
    static func jsonArray<Element>(
        capacity: Int = 512, _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) -> Response {
        let buffer = ByteBuffer(capacity: capacity)
        var writer = JSONWriter(buffer)
        writer.beginArray()
        for element in elements {
            writer.beginObject()
            write(&writer, element)
            writer.endObject()
        }
        writer.endArray()
        let fields = Fields([Field(name: "Content-Type", value: "application/json; charset=utf-8")])
        return Response(.ok, fields: fields, body: .buffer(buffer))
    }

    /// A JSON response of the vendor's document.
    static func example(_ text: StaticString) -> Response {
        let fields = Fields([Field(name: "Content-Type", value: "application/json; charset=utf-8")])
        return Response(.ok, fields: fields, body: .buffer(ByteBuffer("\(text)")))
    }

    /// An HTML page, as a proxy in front of a vendor sends one.
    static func html(_ status: Status, title: String? = nil) -> Response {
        var fields = Fields()
        fields.append("Content-Type", "text/html")
        let title = title ?? "\(status.code) \(status.reason)"
        let page = "<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
        return Response(status, fields: fields, body: .buffer(ByteBuffer(page)))
    }
}

extension JSONWriter {
    /// Writes a member whose value is an array of strings.
    mutating func member(_ name: StaticString, strings: [String]) {
        key(name)
        beginArray()
        for value in strings { string(value) }
        endArray()
    }

    /// Writes a member whose value is an object.
    mutating func object(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        key(name)
        beginObject()
        write(&self)
        endObject()
    }

    /// Writes a member whose value is an array of objects, one for each element.
    mutating func objects<Element>(
        _ name: StaticString, _ elements: some Sequence<Element>,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements {
            beginObject()
            write(&self, element)
            endObject()
        }
        endArray()
    }
}
