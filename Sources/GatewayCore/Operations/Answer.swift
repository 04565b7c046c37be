import HTTPCore
import Primitives

/// What an operation answers, before the pipeline adds the fields that every response has.
struct Answer: Sendable {
    /// The response.
    var response: Response
    /// What the calls for it took.
    var record = CallRecord()

    /// A response.
    init(_ response: Response, _ record: CallRecord = CallRecord()) {
        self.response = response
        self.record = record
    }

    /// A JSON response.
    static func json(_ status: Status, _ buffer: ByteBuffer, _ record: CallRecord = CallRecord()) -> Answer {
        Answer(Response(status, fields: Fields([MediaType.json]), body: .buffer(buffer)), record)
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
