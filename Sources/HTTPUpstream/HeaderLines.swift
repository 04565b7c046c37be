import CCurl
import HTTPCore
import Primitives

/// A request's header lines in libcurl's form: a linked list of C strings, which libcurl only reads. Text
/// and nodes stand in room that is used again for the next request.
///
/// The client's own name and what it can decompress are lines here rather than options of libcurl, which
/// would format each of them twice.
final class HeaderLines {
    private let text = ByteBuffer(capacity: 512)
    private var starts: [Int] = []
    private var nodes: UnsafeMutablePointer<curl_slist>
    private var capacity = 32
    private let userAgent: Text

    /// Lines of a client that calls itself so, where a request does not.
    init(userAgent: String) {
        self.userAgent = Text(userAgent)
        nodes = .allocate(capacity: capacity)
    }

    deinit { nodes.deallocate() }

    /// The first node; it is libcurl's to read until the next ``write(_:hasBody:)``.
    var list: UnsafeMutablePointer<curl_slist>? { starts.isEmpty ? nil : nodes }

    /// Writes the lines of a request. False when a name or a value holds bytes that would end its line.
    func write(_ fields: Fields, hasBody: Bool) -> Bool {
        text.removeAll()
        starts.removeAll(keepingCapacity: true)
        append(line: "Accept-Encoding: gzip")
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
            append(line: "Expect:")
            if !hasContentType { append(line: "Content-Type:") }
        }
        link()
        return true
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
        starts.append(text.count)
        text.append(field.name)
        if field.value.isEmpty {
            // How libcurl is told of a field without a value.
            text.append(UInt8(ascii: ";"))
        } else {
            text.append(": ")
            text.append(field.value)
        }
        text.append(0)
        return true
    }

    private func append(line: StaticString) {
        starts.append(text.count)
        text.append(line)
        text.append(0)
    }

    private func link() {
        if starts.count > capacity {
            nodes.deallocate()
            capacity = starts.count * 2
            nodes = .allocate(capacity: capacity)
        }
        text.withBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let characters = UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: CChar.self)
            for (index, start) in starts.enumerated() {
                let next = index + 1 < starts.count ? nodes + index + 1 : nil
                (nodes + index).initialize(to: curl_slist(data: characters + start, next: next))
            }
        }
    }
}
