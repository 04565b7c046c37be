import CSimdJSON
public import Primitives

/// A parsed JSON document: valid in full, immutable, and read in place.
///
/// The parser is simdjson; a document is its tape, 64-bit words that ``JSONValue`` walks with no call
/// into C. Everything read from a document keeps it alive, so nothing read can dangle; the texts of one
/// parsed with ``TextLifetime/lent`` are the exception.
///
/// What is accepted is RFC 8259 and nothing more: UTF-8 without a byte order mark, one value with only
/// whitespace round it, no lone surrogates. Numbers of any size are accepted and kept exactly, except that
/// a number with a fraction or an exponent is a double, rounded to nearest, wherever a double can hold it,
/// and that an integer `-0` is 0. Of members with the same name the first is the one that counts.
///
/// `@unchecked Sendable`: it is immutable from its initialiser on; the memory its pointers point into is
/// owned by `handle` and given back only in `deinit`. Rows of a document of lent texts are read by one task at a time,
/// which their joined texts are made for.
public final class JSONDocument: @unchecked Sendable {
    @usableFromInline let tape: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    @usableFromInline let lendsTexts: Bool
    /// How many bytes it was parsed from.
    public let sourceLength: Int
    private let handle: DocumentHandle

    private init(_ handle: DocumentHandle, _ texts: TextLifetime, sourceLength: Int) {
        tape = handle.tape
        strings = handle.strings
        lendsTexts = texts == .lent
        self.sourceLength = sourceLength
        self.handle = handle
    }

    /// How long the texts read from a document last.
    public enum TextLifetime: Sendable {
        /// As long as anything refers to them: each keeps the document alive.
        case owned
        /// As long as the document: whoever parsed it keeps it alive (`withExtendedLifetime`) until the
        /// last text has been used. Counting no references makes translating a page a third faster.
        case lent
    }

    deinit {
        if lendsTexts { handle.endTexts() }
        JSONPool.shared.giveBack(handle)
    }

    /// Both texts of this document with `separator` between them. It lasts as long as they do.
    @usableFromInline func text(joining first: Text, _ separator: UInt8, _ last: Text) -> Text {
        guard lendsTexts else { return Text(joining: first, separator, last) }
        let count = first.count + 1 + last.count
        let start = handle.takeRoom(count)
        first.unsafeBytes.baseAddress.map { start.update(from: $0, count: first.count) }
        start[first.count] = separator
        last.unsafeBytes.baseAddress.map { (start + first.count + 1).update(from: $0, count: last.count) }
        return Text(owner: nil, base: start, count: count)
    }

    /// Parses what `buffer` holds. The document does not refer to the buffer afterwards.
    ///
    /// `maximumDepth`, from 1 to 1024, is how many arrays and objects may stand within each other: at 64,
    /// 64 nested ones are accepted and 65 are refused, empty or not. The time taken is
    /// proportional to the length of the input, whatever it holds.
    public static func parse(
        _ buffer: ByteBuffer,
        maximumDepth: Int = 64,
        texts: TextLifetime = .owned
    ) throws(JSONError) -> JSONDocument {
        precondition((1...1024).contains(maximumDepth), "the depth of JSON is bounded by 1...1024")
        guard let parser = JSONPool.shared.takeParser(), let document = JSONPool.shared.takeDocument()
        else { throw JSONError(.outOfMemory) }
        defer { JSONPool.shared.giveBack(parser) }
        let status = buffer.withBytes { parser.parse($0, into: document, maximumDepth: maximumDepth) }
        guard status == CSIMDJSON_OK else {
            JSONPool.shared.giveBack(document)
            throw buffer.withBytes { error(status, in: $0, maximumDepth: maximumDepth) }
        }
        return JSONDocument(document, texts, sourceLength: buffer.count)
    }

    /// The outermost value.
    @inlinable public var root: JSONValue { JSONValue(document: self, index: 1) }

    /// Finds where the fault shows, which simdjson does not say.
    private static func error(
        _ status: csimdjson_status,
        in bytes: UnsafeBufferPointer<UInt8>,
        maximumDepth: Int
    ) -> JSONError {
        switch status {
        case CSIMDJSON_TOO_LARGE: return JSONError(.tooLarge)
        case CSIMDJSON_OUT_OF_MEMORY: return JSONError(.outOfMemory)
        default: break
        }
        var validator = JSONValidator(bytes, maximumDepth: maximumDepth)
        return validator.firstFault() ?? JSONError(kind(of: status))
    }

    private static func kind(of status: csimdjson_status) -> JSONError.Kind {
        switch status {
        case CSIMDJSON_EMPTY: .empty
        case CSIMDJSON_DEPTH: .depth
        case CSIMDJSON_UTF8: .encoding
        case CSIMDJSON_NUMBER: .number
        case CSIMDJSON_STRING: .string
        default: .syntax
        }
    }
}
