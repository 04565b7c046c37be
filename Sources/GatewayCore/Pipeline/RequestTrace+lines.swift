import HTTPCore
import JSONCore
import Primitives

extension RequestTrace {
    /// Writes the request as one JSON object, without a line's end.
    public func writeJSON(at moment: Timestamp, to buffer: ByteBuffer) {
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("time", moment)
        writer.member("request_id", id)
        writer.member("method", method.name)
        writer.member("route", route)
        writer.member("path", shownPath)
        writer.member("status", status.code)
        writer.member("bytes", bytes)
        writer.member("operation", operation)
        writer.member("consumer", consumer)
        writer.member("client", "\(client)")
        writer.member("duration_us", duration.microseconds)
        writer.member("queue_us", record.queue.microseconds)
        writer.member("token_us", record.token.microseconds)
        writer.member("upstream_us", record.upstream.microseconds)
        writer.member("translate_us", record.translation.microseconds)
        writer.member("upstream_calls", record.calls)
        writer.member("problem", problem?.rawValue)
        writer.endObject()
    }

    /// Writes the request as text for people, without a line's end.
    public func writeText(at moment: Timestamp, to buffer: ByteBuffer) {
        moment.append(to: buffer)
        buffer.append(" \(method.name) \(shownPath) \(status.code) \(bytes)B \(duration.microseconds)us")
        buffer.append(" queue=\(record.queue.microseconds) token=\(record.token.microseconds)")
        buffer.append(" upstream=\(record.upstream.microseconds)")
        buffer.append(" translate=\(record.translation.microseconds) calls=\(record.calls)")
        if let consumer { buffer.append(" consumer=\(consumer)") }
        if let problem { buffer.append(" problem=\(problem.rawValue)") }
        buffer.append(" id=\(id)")
    }

    /// The path, without the secret that the address of a webhook ends with.
    private var shownPath: Text { path.hasPrefixIgnoringCase("/hooks/") ? "/hooks/[redacted]" : path }
}

extension Duration {
    fileprivate var microseconds: Int64 { nanoseconds / 1000 }
}
