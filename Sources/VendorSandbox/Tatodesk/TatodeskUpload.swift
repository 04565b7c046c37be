import HTTPCore
import Primitives

/// A form that uploads a file: `appID` and `media`, in whatever order.
struct TatodeskUpload: Sendable, Equatable {
    private(set) var appID = ""
    /// What the file is called and of what type it is.
    private(set) var filename: String?
    private(set) var contentType: String?
    /// How many bytes it has.
    private(set) var size: Int?

    /// The form of a request; nothing for a request that has none.
    init?(_ request: Request) throws(TatodeskRefusal) {
        guard let type = request.fields["Content-Type"] else { return nil }
        var reader = ParameterReader(type)
        guard reader.token()?.equalsIgnoringCase("multipart/form-data") ?? false else { return nil }
        guard let (name, boundary) = reader.parameter(), name.equalsIgnoringCase("boundary"),
            let parser = MultipartParser(boundary: boundary), let body = request.body
        else { throw .invalid("Invalid form") }
        try read(parser, ByteBuffer(body.bytes))
        guard !appID.isEmpty else { throw .invalid("appID is required") }
        guard size ?? 0 > 0 else { throw .invalid("media is required") }
    }

    private mutating func read(_ parser: MultipartParser, _ body: ByteBuffer) throws(TatodeskRefusal) {
        var parser = parser
        var part: MultipartPart?
        while !parser.isAtEnd {
            switch parser.parse(body) {
            case .part(let begun):
                part = begun
                if begun.name == "media" as StaticString {
                    filename = begun.filename?.string
                    contentType = begun.contentType?.string
                    size = 0
                }
            case .data(let range):
                if part?.name == "appID" {
                    appID += body.withBytes { String(decoding: $0[range], as: UTF8.self) }
                } else {
                    size = size.map { $0 + range.count }
                }
            case .partEnd: part = nil
            case .end: return
            case .needMore, .failure: throw .invalid("Invalid form")
            }
        }
    }
}
