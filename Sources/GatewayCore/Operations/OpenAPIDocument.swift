import HTTPCore
import Primitives
import Synchronization
import YAMLCore

/// The API's own document. It is large and seldom read, so it takes no memory before somebody asks for it.
final class OpenAPIDocument: Sendable {
    /// The largest that is converted, in bytes.
    static let maximumSize = 4 << 20

    private struct Forms {
        var yaml: ByteBuffer?
        var json: ByteBuffer?
    }

    private let source: @Sendable () -> ByteBuffer
    private let forms = Mutex(Forms())

    /// A document that `source` gives as YAML.
    init(_ source: @escaping @Sendable () -> ByteBuffer) { self.source = source }

    /// As it is written.
    var yaml: ByteBuffer {
        forms.withLock { forms in
            if let yaml = forms.yaml { return yaml }
            let yaml = source()
            forms.yaml = yaml
            return yaml
        }
    }

    /// The same as JSON. The first who asks has it converted, aside from the event loops, which that would hold up.
    func json() async throws(Problem) -> ByteBuffer {
        if let json = forms.withLock({ $0.json }) { return json }
        let converted = await Task.detached { [source] in Self.converted(source()) }.value
        guard let converted else { throw Problem(.internalError, "The document is not YAML.") }
        forms.withLock { $0.json = converted }
        return converted
    }

    private static func converted(_ yaml: ByteBuffer) -> ByteBuffer? {
        let buffer = ByteBuffer(capacity: yaml.count * 2)
        let document = try? YAMLDocument(parsing: yaml, limits: YAMLLimits(bytes: maximumSize))
        document?.root.appendJSON(to: buffer)
        return document == nil ? nil : buffer
    }
}
