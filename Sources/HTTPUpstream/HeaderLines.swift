import CCurl
import HTTPCore
import Primitives

/// A request's header lines in libcurl's form: a linked list of C strings, which libcurl only reads. Text
/// and nodes stand in room that is used again for the next request.
///
/// The client's own name and what it can decompress are lines here rather than options of libcurl, which
/// would format each of them twice. The lines that libcurl has no business with stand together in the first
/// node: for each line that it might write itself, libcurl compares the beginning of every node.
final class HeaderLines {
    /// The first node.
    private let together = ByteBuffer(capacity: 512)
    /// The other nodes, of a line each, and where they begin.
    private let others = ByteBuffer(capacity: 128)
    private var starts: [Int] = []
    private var nodes: UnsafeMutablePointer<curl_slist>
    private var capacity = 8
    private let userAgent: Text

    /// Lines of a client that calls itself so, where a request does not.
    init(userAgent: String) {
        self.userAgent = Text(userAgent)
        nodes = .allocate(capacity: capacity)
    }

    deinit { nodes.deallocate() }

    /// The first node; it is libcurl's to read until the next ``write(_:hasBody:)``.
    var list: UnsafeMutablePointer<curl_slist> { nodes }

    /// Writes the lines of a request. False when a name or a value holds bytes that would end its line.
    func write(_ fields: Fields, hasBody: Bool) -> Bool {
        together.removeAll()
        others.removeAll()
        starts.removeAll(keepingCapacity: true)
        together.append("Accept-Encoding: gzip")
        var hasContentType = false
        var hasUserAgent = false
        for field in fields.all {
            if Self.isWrittenByClient(field.name) { continue }
            if field.name.count == 12, field.name.equalsIgnoringCase("content-type") { hasContentType = true }
            if field.name.count == 10, field.name.equalsIgnoringCase("user-agent") { hasUserAgent = true }
            guard append(field) else { return false }
        }
        if !hasUserAgent, !append(Field(name: "User-Agent", value: userAgent)) { return false }
        if hasBody {
            // No waiting for 100 Continue, which libcurl would answer to a 417 by sending again; and no
            // type of libcurl's choice. A name with nothing behind it takes the line away.
            append(node: "Expect:")
            if !hasContentType { append(node: "Content-Type:") }
        }
        together.append(0)
        link()
        return true
    }

    /// Whether libcurl writes a line of that name where it finds none. Those of the client's own, which it looks
    /// for as well, are no fields of a request.
    private static func isLookedFor(_ name: Text) -> Bool {
        switch name.count {
        case 6: name.equalsIgnoringCase("accept")
        case 12: name.equalsIgnoringCase("content-type")
        default: false
        }
    }

    private static func isWrittenByClient(_ name: Text) -> Bool {
        switch name.count {
        case 2: name.equalsIgnoringCase("te")
        case 4: name.equalsIgnoringCase("host")
        case 6: name.equalsIgnoringCase("expect")
        case 7: name.equalsIgnoringCase("upgrade") || name.equalsIgnoringCase("trailer")
        case 10: name.equalsIgnoringCase("connection") || name.equalsIgnoringCase("keep-alive")
        case 14: name.equalsIgnoringCase("content-length")
        case 15: name.equalsIgnoringCase("accept-encoding")
        case 16: name.equalsIgnoringCase("proxy-connection")
        case 17: name.equalsIgnoringCase("transfer-encoding")
        default: false
        }
    }

    private func append(_ field: Field) -> Bool {
        guard !field.name.isEmpty, field.name.withBytes({ $0.allSatisfy(\.isTokenByte) }),
            field.value.withBytes({ $0.allSatisfy(\.isFieldValueByte) })
        else { return false }
        if Self.isLookedFor(field.name) {
            starts.append(others.count)
            others.append(field.name)
            // A semicolon is how libcurl is told of a field without a value.
            others.append(field.value.isEmpty ? ";" : ": ")
            others.append(field.value)
            others.append(0)
        } else {
            together.append("\r\n")
            together.append(field.name)
            together.append(field.value.isEmpty ? ":" : ": ")
            together.append(field.value)
        }
        return true
    }

    private func append(node line: StaticString) {
        starts.append(others.count)
        others.append(line)
        others.append(0)
    }

    private func link() {
        if starts.count >= capacity {
            nodes.deallocate()
            capacity = starts.count * 2
            nodes = .allocate(capacity: capacity)
        }
        setNode(0, together, at: 0)
        for (index, start) in starts.enumerated() {
            setNode(index + 1, others, at: start)
            nodes[index].next = nodes + index + 1
        }
    }

    /// Has the last node so far be the line, or lines, at `start`.
    private func setNode(_ index: Int, _ buffer: ByteBuffer, at start: Int) {
        buffer.withBytes { bytes in
            let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            let line = base.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            (nodes + index).initialize(to: curl_slist(data: line, next: nil))
        }
    }
}
