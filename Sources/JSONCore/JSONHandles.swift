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
/// `@unchecked Sendable`: it is written by the parse that took it from the pool and only read after that, but for the
/// room for texts, which belongs to whoever reads a document of lent texts.
final class DocumentHandle: @unchecked Sendable {
    fileprivate let document: OpaquePointer
    private var room = TextRoom()

    /// A new document; nothing when there is no memory.
    init?() {
        guard let document = csimdjson_document_create() else { return nil }
        self.document = document
    }

    deinit {
        room.free()
        csimdjson_document_destroy(document)
    }

    /// What it holds on to, in bytes: a tape of eight bytes and strings of 5/3 for each byte of input.
    var footprint: Int { csimdjson_document_capacity(document) * 10 + room.footprint }

    /// The tape of the last parse.
    var tape: UnsafePointer<UInt64> { csimdjson_document_tape(document) }

    /// The string buffer of the last parse.
    var strings: UnsafePointer<UInt8> { csimdjson_document_strings(document) }

    /// Room for so many bytes of text, until the document is given back.
    func takeRoom(_ count: Int) -> UnsafeMutablePointer<UInt8> { room.take(count) }

    /// The texts are over.
    func endTexts() { room.reuse() }
}

/// Room for texts that are made of others and last as long as those.
private struct TextRoom {
    private static let blockSize = 4096

    private var blocks: [UnsafeMutableRawBufferPointer] = []
    private var used = 0

    /// What it holds on to, in bytes.
    private(set) var footprint = 0

    /// Some of the last block, or of a new one.
    mutating func take(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        if blocks.last.map({ $0.count - used < count }) ?? true {
            let block = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(count, Self.blockSize), alignment: 1)
            blocks.append(block)
            footprint += block.count
            used = 0
        }
        defer { used += count }
        return blocks[blocks.count - 1].baseAddress.unsafelyUnwrapped.advanced(by: used)
            .assumingMemoryBound(to: UInt8.self)
    }

    /// Begins anew, in the first block.
    mutating func reuse() {
        used = 0
        while blocks.count > 1, let last = blocks.popLast() {
            footprint -= last.count
            last.deallocate()
        }
    }

    /// Gives all of it back.
    mutating func free() {
        for block in blocks { block.deallocate() }
        blocks = []
    }
}
