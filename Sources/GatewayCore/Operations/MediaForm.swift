import HTTPCore
import Primitives

/// An app's form with a file in it, and the vendor's form that is made of it while it comes: a piece is read
/// when the vendor has taken the one before.
///
/// `@unchecked Sendable`: read by one task at a time, first by the one that answers, then by the one that sends.
final class MediaForm: BodySource, @unchecked Sendable {
    /// How many bytes a file may have.
    static let maximumFile = 16 << 20
    /// How many bytes a form may have besides.
    static let maximumRest = 64 << 10
    /// How many bytes a field that is no file may have.
    static let maximumField = 512

    /// What the vendor's form calls its parts, and what is between them.
    struct Target {
        let appField: StaticString
        let fileField: StaticString
        let boundary: Text
        /// The connection it goes to.
        let connection: String
    }

    /// The connection that the form names.
    private(set) var connection: Text?
    private(set) var appID: Text?
    /// What the file is called.
    private(set) var filename: Text = "file"
    private(set) var contentType: Text = "application/octet-stream"
    /// How many bytes of the file came.
    private(set) var size = 0
    /// Why the form could not be read to its end.
    private(set) var failure: BodyFailure?

    private let source: any BodySource
    private var parser: MultipartParser
    private let buffer = ByteBuffer(capacity: 0)
    private(set) var target: Target?
    private var stage = Stage.fields
    /// Whether the id of the app stands in the vendor's form already.
    private var hasSentApp = false

    private enum Stage {
        /// Before the file.
        case fields
        /// The head of the vendor's form is due.
        case opening
        case file
        /// Behind the file.
        case rest
        case done
    }

    /// A form that comes from `source`.
    init(_ source: any BodySource, _ parser: MultipartParser) {
        self.source = source
        self.parser = parser
    }

    /// Reads up to where the file begins.
    func readToFile() async throws(BodyFailure) {
        try await readFields()
        guard stage == .opening else { throw BodyFailure(.validation, "is required", at: "/media") }
    }

    /// Settles where it goes, before the first piece is asked for.
    func send(to target: Target) throws(BodyFailure) {
        self.target = target
        try checkConnection()
    }

    func next() async throws(BodyFailure) -> ByteBuffer? {
        do throws(BodyFailure) {
            return try await piece()
        } catch {
            failure = error
            throw error
        }
    }

    private func piece() async throws(BodyFailure) -> ByteBuffer? {
        guard let target else { throw .cancelled }
        switch stage {
        case .fields, .opening:
            stage = .file
            let piece = ByteBuffer(capacity: 512)
            if let appID { write(appID, target, to: piece) }
            hasSentApp = appID != nil
            piece.append(parts: "--", target.boundary, "\r\nContent-Disposition: form-data; name=\"")
            piece.append(target.fileField)
            piece.append(parts: "\"; filename=\"", filename, "\"\r\nContent-Type: ", contentType, "\r\n\r\n")
            return piece
        case .file:
            if let piece = try await filePiece() { return piece }
            stage = .rest
            return try await piece()
        case .rest:
            try await readFields()
            try checkConnection()
            guard let appID else { throw BodyFailure(.validation, "is required", at: "/app_id") }
            stage = .done
            let piece = ByteBuffer(capacity: 256)
            piece.append("\r\n")
            if !hasSentApp { write(appID, target, to: piece) }
            piece.append(parts: "--", target.boundary, "--\r\n")
            return piece
        case .done: return nil
        }
    }

    /// The form may name the connection behind the file, when it is on its way already.
    private func checkConnection() throws(BodyFailure) {
        guard let target, let connection, connection.string != target.connection else { return }
        throw BodyFailure(.validation, "names another connection than the one it goes to", at: "/connection")
    }

    private func write(_ appID: Text, _ target: Target, to piece: ByteBuffer) {
        piece.append(parts: "--", target.boundary, "\r\nContent-Disposition: form-data; name=\"")
        piece.append(target.appField)
        piece.append(parts: "\"\r\n\r\n", appID, "\r\n")
    }

    /// What has come of the file; nothing behind its end.
    private func filePiece() async throws(BodyFailure) -> ByteBuffer? {
        let piece = ByteBuffer(capacity: buffer.count)
        while true {
            switch parser.parse(buffer) {
            case .data(let range):
                size += range.count
                guard size <= Self.maximumFile else {
                    throw BodyFailure(.payloadTooLarge, "The file is larger than 16 MiB.")
                }
                append(range, to: piece)
            case .partEnd:
                if piece.isEmpty { return nil }
                stage = .rest
                return piece
            case .needMore:
                if piece.isEmpty { try await fill() } else { return piece }
            case .failure(let failure): throw failure
            case .part, .end: throw Self.cutShort
            }
        }
    }

    /// Reads the fields before or behind the file, to where it begins or to the end of the form.
    private func readFields() async throws(BodyFailure) {
        var part: MultipartPart?
        let value = ByteBuffer(capacity: 64)
        while true {
            switch parser.parse(buffer) {
            case .part(let begun):
                part = begun
                value.removeAll()
                if begun.name == "media" as StaticString { return try beginFile(begun) }
            case .data(let range):
                guard value.count + range.count <= Self.maximumField else {
                    throw BodyFailure(.validation, "is too long", at: "/\(part?.name.printable ?? "")")
                }
                append(range, to: value)
            case .partEnd: if let part { try take(value, of: part) }
            case .end: return try await drain()
            case .needMore: try await fill()
            case .failure(let failure): throw failure
            }
        }
    }

    private func beginFile(_ part: MultipartPart) throws(BodyFailure) {
        guard stage == .fields else { throw BodyFailure(.validation, "is given twice", at: "/media") }
        stage = .opening
        if let name = part.filename?.asFilename { filename = name }
        if let type = part.contentType, type.isMediaType { contentType = type }
    }

    private func take(_ value: ByteBuffer, of part: MultipartPart) throws(BodyFailure) {
        let pointer = "/\(part.name.printable)"
        guard let string = value.withBytes({ String(validating: $0, as: UTF8.self) }), !string.isEmpty,
            string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { throw BodyFailure(.validation, "is a text", at: pointer) }
        let isFirst: Bool
        switch part.name.string {
        case "connection":
            isFirst = connection == nil
            connection = Text(string)
        case "app_id":
            isFirst = appID == nil
            appID = Text(string)
        default: throw BodyFailure(.validation, "is not a known field", at: pointer)
        }
        guard isFirst else { throw BodyFailure(.validation, "is given twice", at: pointer) }
    }

    private func append(_ range: Range<Int>, to target: ByteBuffer) {
        buffer.withBytes { bytes in
            target.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range])))
        }
    }

    /// Waits for more of the app's form.
    private func fill() async throws(BodyFailure) {
        parser.discardConsumed(from: buffer)
        guard let more = try await source.next() else { throw Self.cutShort }
        more.withBytes { buffer.append(UnsafeRawBufferPointer($0)) }
    }

    /// Reads what follows the form, which means nothing, so that the connection can be used again.
    private func drain() async throws(BodyFailure) {
        while try await source.next() != nil {}
    }

    private static var cutShort: BodyFailure {
        BodyFailure(.badRequest, "The form ends before its last boundary.")
    }
}

/// A body that is there already, as a source.
///
/// `@unchecked Sendable`: read by one task at a time.
final class WholeBody: BodySource, @unchecked Sendable {
    private var body: ByteBuffer?

    init(_ body: ByteBuffer) { self.body = body }

    func next() async throws(BodyFailure) -> ByteBuffer? {
        defer { body = nil }
        return body
    }
}

extension ByteBuffer {
    fileprivate func append(parts: Text...) {
        for part in parts { append(part) }
    }
}

extension Text {
    /// The text for a message, short and without control characters.
    fileprivate var printable: String {
        String(
            string.unicodeScalars.prefix(64).filter { $0.value >= 0x20 && $0.value != 0x7F }.map(
                Character.init))
    }

    /// The last part of a path, without what would end a quoted string.
    fileprivate var asFilename: Text? {
        let last = string.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let name = String(last).replacing("\"", with: "%22")
        return name.isEmpty || name.utf8.count > 255 ? nil : Text(name)
    }

    /// Whether it has the form of a media type: two words and perhaps parameters.
    fileprivate var isMediaType: Bool {
        let type = split(at: UInt8(ascii: ";"))[0].trimmed
        let words = type.split(at: UInt8(ascii: "/"))
        let isPlain = withBytes { $0.allSatisfy { (0x20..<0x7F).contains($0) } }
        let areWords = words.allSatisfy { word in
            !word.isEmpty
                && word.withBytes {
                    $0.allSatisfy { byte in byte > 0x20 && !"\"(),:;<=>?@[\\]{}".utf8.contains(byte) }
                }
        }
        return count <= 127 && isPlain && words.count == 2 && areWords
    }
}
