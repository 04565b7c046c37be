import JSONCore
import Primitives

extension Visit {
    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("protocol", protocolNumber)
        record.member("code", code)
        record.member("status", status)
        record.member("vendor_status", vendorStatus)
        record.reference("company", company)
        record.reference("location", location)
        record.member("region", region)
        record.reference("type", type)
        record.reference("classification", classification)
        record.reference("agent", agent)
        record.member("desk", desk)
        record.member("remote", isRemote)
        record.member("called_at", calledAt)
        record.member("started_at", startedAt)
        if record.begins("durations") { durations.write(to: &record.json) }
        if record.begins("rating") {
            if let rating { rating.write(to: &record.json) } else { record.json.null() }
        }
        record.member("rating_link", ratingLink)
        record.list("document_links", documentLinks) { link, record in
            record.json.beginObject()
            record.json.member("name", link.name)
            record.json.member("form", link.form)
            record.json.member("url", link.url)
            record.json.endObject()
        }
        record.form("form", form)
        record.values("custom_fields", customFields)
    }
}

extension Visit.Durations {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("waiting", waiting)
        writer.member("displacement", displacement)
        writer.member("service", service)
        writer.member("paused", paused)
        writer.endObject()
    }
}

extension Visit.Rating {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("score")
        if let score { score.write(to: &writer) } else { writer.null() }
        writer.member("comment", comment)
        writer.endObject()
    }
}
