import HTTPCore
import Primitives

/// What an operation answers, before the pipeline adds the fields that every response has.
struct Answer: Sendable {
    /// The response.
    var response: Response
    /// Whether one who asks the same again may be answered with it.
    var standing = Standing.final
    /// What went wrong, where the response is a problem that was kept.
    var problem: ProblemKind?
    /// How long it may be kept, and where it came from; nothing when it is not.
    var freshness: Freshness?
    /// Where in the body is said of a source whether it was kept from before.
    var cachedFlags: [Int] = []
    /// Whom it is for.
    var audience = Audience.everyone

    /// What an answer is to one who asks the same again.
    enum Standing: Sendable {
        /// The answer.
        case final
        /// A refusal that did nothing and may pass.
        case passing
    }

    /// Whom an answer is for.
    enum Audience: Sendable {
        /// Whoever asks the same.
        case everyone
        /// The request alone: a part is missing for want of time, or of patience, that another may have.
        case requester
    }

    /// A response.
    init(_ response: Response) { self.response = response }

    /// A JSON response.
    static func json(_ status: Status, _ buffer: ByteBuffer) -> Answer {
        // Room for what the pipeline adds, and for a link.
        var fields = Fields(capacity: 12)
        fields.append(MediaType.json)
        return Answer(Response(status, fields: fields, body: .buffer(buffer)))
    }
}

/// The media types the gateway answers with.
enum MediaType {
    /// JSON (RFC 8259).
    static let json = Field(name: "Content-Type", value: "application/json")
    /// A JSON value a line.
    static let lines = Field(name: "Content-Type", value: "application/x-ndjson")
    /// YAML (RFC 9512).
    static let yaml = Field(name: "Content-Type", value: "application/yaml")
}
