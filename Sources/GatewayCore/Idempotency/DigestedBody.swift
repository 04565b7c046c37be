import HTTPCore
import Primitives

/// A body on its way to who reads it, of which the digest is taken.
///
/// `@unchecked Sendable`: read by one task at a time.
final class DigestedBody: BodySource, @unchecked Sendable {
    private let source: any BodySource
    private var content: Content
    /// The digest, once the body was read to its end; nothing for a form that is none.
    private(set) var digest: [UInt8]?

    private enum Content {
        case bytes(RunningDigest)
        case form(FormDigest)
    }

    /// The body of a request, which comes in pieces. Of a form the digest is that of its parts: who sends the same
    /// form again writes other boundaries between them.
    init(_ source: any BodySource, type: Text?) {
        self.source = source
        content =
            type.flatMap(MultipartParser.init(contentType:)).map { .form(FormDigest($0)) }
            ?? .bytes(RunningDigest())
    }

    func next() async throws(BodyFailure) -> ByteBuffer? {
        guard let piece = try await source.next() else {
            switch content {
            case .bytes(let running): digest = running.value
            case .form(let form): digest = form.value
            }
            return nil
        }
        piece.withBytes { add($0) }
        return piece
    }

    private func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch content {
        case .bytes(var running):
            running.add(bytes)
            content = .bytes(running)
        case .form(var form):
            form.add(bytes)
            content = .form(form)
        }
    }

    /// Reads what is left, for its digest alone.
    func readToEnd() async throws(BodyFailure) { while try await next() != nil {} }
}

/// The digest of what a form holds, taken while it comes.
private struct FormDigest {
    private var parser: MultipartParser
    private let buffer = ByteBuffer(capacity: 0)
    private var digest = RunningDigest()
    private var size = 0
    private var state = State.reading

    private enum State { case reading, whole, broken }

    init(_ parser: MultipartParser) { self.parser = parser }

    /// The digest; nothing where the form did not come to its end.
    var value: [UInt8]? { state == .whole ? digest.value : nil }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard state == .reading else { return }
        parser.discardConsumed(from: buffer)
        buffer.append(UnsafeRawBufferPointer(bytes))
        while state == .reading {
            switch parser.parse(buffer) {
            case .part(let part):
                digest.add(part.name)
                digest.add(part.filename ?? "")
                digest.add(part.contentType ?? "")
                size = 0
            case .data(let range):
                size += range.count
                buffer.withBytes { digest.add(UnsafeBufferPointer(rebasing: $0[range])) }
            case .partEnd: digest.add(length: size)
            case .end: state = .whole
            case .needMore: return
            case .failure: state = .broken
            }
        }
    }
}

extension MultipartParser {
    /// The parser of a form whose `Content-Type` that is; nothing where it is no form's, or names no boundary.
    init?(contentType: Text) {
        var reader = ParameterReader(contentType)
        guard reader.token()?.equalsIgnoringCase("multipart/form-data") ?? false else { return nil }
        while !reader.isAtEnd, let (name, value) = reader.parameter() {
            guard name.equalsIgnoringCase("boundary") else { continue }
            guard let parser = MultipartParser(boundary: value) else { continue }
            self = parser
            return
        }
        return nil
    }
}
