import HTTPCore
import JSONCore
import Primitives

/// Rows with the members that the document lists, in its order.
extension TrackNPSData {
    func write(_ campaign: TrackNPSCampaign, within range: ClosedRange<Int64>, to writer: inout JSONWriter) {
        let scores = answers.filter { $0.campaignCode == campaign.code && range.contains($0.time) }.map(
            \.score)
        writer.member("name", campaign.name)
        writer.member("code", campaign.code)
        writer.member("detractors", scores.count { $0 <= 6 })
        writer.member("passives", scores.count { $0 == 7 || $0 == 8 })
        writer.member("promoters", scores.count { $0 >= 9 })
        writer.member("create_time", campaign.createdAt)
        // The document does not say what a question looks like.
        writer.member("questions", json: "[]")
    }

    func write(_ answer: TrackNPSAnswer, hasTags: Bool, to writer: inout JSONWriter) {
        writer.member("time", answer.time)
        writer.member("type", answer.type)
        writer.member("name", answer.name)
        writer.member("email", answer.email)
        writer.member("identification", answer.identification)
        writer.member("phone", answer.phone)
        writer.member("alternative_email", answer.alternativeEmail)
        writer.nullMember("alternative_phone")
        writer.member("nps_answer", answer.score)
        writer.member("last_nps_answer", answer.lastScore)
        writer.member("nps_comment", answer.comment)
        writer.member("campaign_name", campaigns.first { $0.code == answer.campaignCode }?.name)
        writer.member("campaign_code", answer.campaignCode)
        writer.member("id", answer.id)
        writer.member("deadline", answer.deadline)
        writer.member("elapsed_time", answer.elapsedSeconds)
        writer.member("dispatch_time", answer.dispatchedAt)
        writer.member("reminder_time", answer.remindedAt)
        writer.member("status", answer.status)
        writer.member("priority", answer.priority)
        writer.member("assignee", answer.assignee)
        writer.nullMember("picture")
        if hasTags {
            writer.objects("tags", answer.tags) { writer, tag in
                writer.member("name", tag.name)
                writer.member("value", tag.value)
            }
        }
        writer.objects("categories", answer.categories) { writer, name in writer.member("name", name) }
        writer.objects("justifications", answer.justifications) { writer, reason in
            writer.member("name", Self.inPortuguese(reason.name))
            writer.member("children", strings: reason.children.map(Self.inPortuguese))
        }
    }

    /// A text as the vendor keeps it: a JSON object with a key for each language, in a string.
    private static func inPortuguese(_ text: String) -> String {
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("pt-br", text)
        writer.endObject()
        return buffer.string
    }
}

extension Response {
    /// A response whose body is a JSON array of objects, one for each element.
    static func jsonArray<Element>(
        _ elements: some Sequence<Element>, _ write: (Element, inout JSONWriter) -> Void
    ) -> Response {
        let buffer = ByteBuffer(capacity: 4096)
        var writer = JSONWriter(buffer)
        writer.beginArray()
        for element in elements {
            writer.beginObject()
            write(element, &writer)
            writer.endObject()
        }
        writer.endArray()
        let fields = Fields([Field(name: "Content-Type", value: "application/json; charset=utf-8")])
        return Response(.ok, fields: fields, body: .buffer(buffer))
    }
}
