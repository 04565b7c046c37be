import JSONCore
import Primitives

/// A problem that is told often and quickly: what all its responses share is written once.
public struct PreparedProblem: Sendable {
    private let status: Status
    private let fields: Fields
    /// The members before those that differ, and those behind them, as a part of an object.
    private let opening: Text
    private let closing: Text

    /// Prepares a problem.
    public init(_ problem: Problem) {
        status = problem.status
        fields = problem.fields
        opening = Self.members { problem.writeOpening(to: &$0) }
        closing = Self.members { problem.writeClosing(to: &$0) }
    }

    private static func members(_ write: (inout JSONWriter) -> Void) -> Text {
        let buffer = ByteBuffer(capacity: 256)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        write(&writer)
        return buffer.text(1..<buffer.count)
    }

    /// The response that ``Problem/response(instance:requestID:)`` gives, with the request's id among its header
    /// fields.
    public func response(instance: Text, requestID: Text) -> Response {
        let varying = Self.escapedLength * (instance.count + requestID.count) + Self.namesLength
        let buffer = ByteBuffer(capacity: opening.count + varying + closing.count)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.raw(opening)
        writer.member("instance", instance)
        writer.member("request_id", requestID)
        writer.raw(closing)
        writer.endObject()
        var fields = fields
        fields.append("X-Request-Id", requestID)
        return Response(status, fields: fields, body: .buffer(buffer))
    }

    /// What the names of the members that differ take, with what stands around them.
    private static let namesLength = 64
    /// What a byte may become in JSON (`\u001f`).
    private static let escapedLength = 6
}
