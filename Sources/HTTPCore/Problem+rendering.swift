import JSONCore
import Primitives

extension Problem {
    /// The one place where a problem becomes a response: RFC 9457 JSON, `Retry-After` where waiting
    /// helps, `Allow` for a 405.
    ///
    /// - Parameters:
    ///   - instance: The path asked for, as it came.
    ///   - requestID: The request's id, once it has one.
    public func response(instance: Text?, requestID: Text?) -> Response {
        let buffer = ByteBuffer(capacity: 640)
        var writer = JSONWriter(buffer)
        write(to: &writer, instance: instance, requestID: requestID)
        return Response(status, fields: fields, body: .buffer(buffer))
    }

    /// The header fields of its response.
    var fields: Fields {
        var fields = Fields([Field(name: "Content-Type", value: "application/problem+json")])
        if let wait = secondsToWait {
            fields.append("Retry-After", Text(String(wait)))
        }
        if !allow.isEmpty {
            fields.append("Allow", Text(allow.map(\.name.string).joined(separator: ", ")))
        }
        if kind == .unauthorized {
            fields.append("WWW-Authenticate", "Bearer realm=\"cx-gateway\"")
        }
        return fields
    }

    /// Writes the problem as one JSON object.
    public func write(to writer: inout JSONWriter, instance: Text? = nil, requestID: Text? = nil) {
        writer.beginObject()
        writeOpening(to: &writer)
        if let instance { writer.member("instance", instance) }
        if let requestID { writer.member("request_id", requestID) }
        writeClosing(to: &writer)
        writer.endObject()
    }

    /// The members that say what happened.
    func writeOpening(to writer: inout JSONWriter) {
        writer.member("type", "/problems/" + kind.rawValue)
        writer.member("title", kind.title)
        writer.member("status", status.code)
        writer.member("detail", detail)
    }

    /// The members that say where it arose and what can be done about it.
    func writeClosing(to writer: inout JSONWriter) {
        writer.member("origin", origin.rawValue)
        if let connection { writer.member("connection", connection) }
        if let vendor { writer.member("vendor", vendor) }
        writer.member("retriable", isRetriable)
        if let outcome { writer.member("outcome", outcome.rawValue) }
        if !faults.isEmpty { writeFaults(to: &writer) }
        if let vendorError { vendorError.write(to: &writer) }
        for member in extensions {
            writer.key(member.name)
            writer.raw(member.json)
        }
    }

    private func writeFaults(to writer: inout JSONWriter) {
        writer.key("errors")
        writer.beginArray()
        for fault in faults {
            writer.beginObject()
            writer.member("pointer", fault.pointer)
            writer.member("detail", fault.detail)
            writer.endObject()
        }
        writer.endArray()
    }

    /// Whole seconds, at least one; a 429 or a 503 always says some.
    private var secondsToWait: Int64? {
        if let retryAfter { return max(retryAfter.secondsRoundedUp, 1) }
        return status.code == 429 || status.code == 503 ? 1 : nil
    }
}

extension VendorErrorDetail {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("vendor_error")
        writer.beginObject()
        writer.member("status", status)
        writer.member("code", code)
        writer.member("message", message)
        writer.endObject()
    }
}
