import CSimdJSON

/// Owns a simdjson parser.
///
/// `@unchecked Sendable`: whoever took it from the pool is the only one to use it.
final class ParserHandle: @unchecked Sendable {
    private let parser: OpaquePointer

    /// A new parser; nothing when there is no memory.
    init?() {
        guard let parser = csimdjson_parser_create() else { return nil }
        self.parser = parser
    }

    deinit { csimdjson_parser_destroy(parser) }

    /// What it holds on to, in bytes: an index of four bytes for each byte of input.
    var footprint: Int { csimdjson_parser_capacity(parser) * 4 }

    /// Parses `bytes`, behind which ``ByteBuffer/padding`` more are readable, into `document`.
    func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        into document: DocumentHandle,
        maximumDepth: Int
    ) -> csimdjson_status {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return CSIMDJSON_EMPTY }
        return csimdjson_parse(parser, document.document, start, bytes.count, maximumDepth)
    }
}

/// Owns a parsed document's memory.
///
/// `@unchecked Sendable`: it is written by the parse that took it from the pool and only read after that.
final class DocumentHandle: @unchecked Sendable {
    fileprivate let document: OpaquePointer

    /// A new document; nothing when there is no memory.
    init?() {
        guard let document = csimdjson_document_create() else { return nil }
        self.document = document
    }

    deinit { csimdjson_document_destroy(document) }

    /// What it holds on to, in bytes: a tape of eight bytes and strings of 5/3 for each byte of input.
    var footprint: Int { csimdjson_document_capacity(document) * 10 }

    /// The tape of the last parse.
    var tape: UnsafePointer<UInt64> { csimdjson_document_tape(document) }

    /// The string buffer of the last parse.
    var strings: UnsafePointer<UInt8> { csimdjson_document_strings(document) }
}
