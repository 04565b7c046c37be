import JSONCore
public import Primitives

extension YAMLDocument {
    /// Appends the document as JSON, on one line.
    ///
    /// Scalars are typed by the core schema; keys are strings always and keep their order. Infinities and
    /// not-a-number, which JSON lacks, become strings of their text.
    public func appendJSON(to buffer: ByteBuffer) {
        root.appendJSON(to: buffer)
    }
}

extension YAMLNode {
    /// Appends the node and what is below it as JSON, on one line.
    public func appendJSON(to buffer: ByteBuffer) {
        var writer = JSONWriter(buffer)
        write(to: &writer)
    }

    private func write(to writer: inout JSONWriter) {
        switch content {
        case .scalar(let scalar):
            scalar.write(to: &writer)
        case .sequence(let items):
            writer.beginArray()
            for item in items { item.write(to: &writer) }
            writer.endArray()
        case .mapping(let entries):
            writer.beginObject()
            for entry in entries {
                writer.key(escaping: Text(entry.key))
                entry.value.write(to: &writer)
            }
            writer.endObject()
        }
    }
}

extension YAMLScalar {
    fileprivate func write(to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .boolean(let value): writer.bool(value)
        case .integer(let value): writer.integer(value)
        case .double(let value) where value.isFinite: writer.double(value)
        case .double, .string: writer.string(text)
        }
    }
}
