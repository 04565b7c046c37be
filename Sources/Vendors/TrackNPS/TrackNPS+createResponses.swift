import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension TrackNPS {
    /// All in one call, which is answered for all of them; the vendor does not say the new ids.
    static let createResponses = BatchEndpoint<ResponsesDraft>(
        writable: ["contact", "score", "comment", "answered_at"]
    ) { input, _, _ in
        let responses = input.draft.responses
        let faults = responses.enumerated().flatMap {
            TrackNPS.faults(of: $0.element, at: "/responses/\($0.offset)")
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        var request = VendorRequest(.post, "/answer")
        request.allowsEmptyAnswer = true
        request.json { writer in
            writer.member("campaign_code", input.owner)
            writer.beginArray("answers")
            for response in responses {
                writer.beginObject()
                if let name = response.contact?.name { writer.member("name", name) }
                if let email = response.contact?.email { writer.member("email", email) }
                writer.member("score", response.score?.whole)
                if let comment = response.comment { writer.member("justification", comment) }
                if let moment = response.answeredAt { writer.member("create_time", moment.wholeSeconds) }
                writer.endObject()
            }
            writer.endArray()
        }
        return [
            WriteCall(items: 0..<responses.count, request: request) { _ in
                .done(responses.map { _ in .done(.accepted, id: nil) })
            }
        ]
    }

    private static func faults(of response: ResponseDraft, at pointer: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        if let score = response.score {
            if score.whole == nil || !scale.contains(score) {
                faults.append(FieldFault("\(pointer)/score", "is a whole number from 0 to 10"))
            }
        } else {
            faults.append(FieldFault("\(pointer)/score", "is required by Track NPS"))
        }
        for (name, value) in [
            ("phone", response.contact?.phone), ("identifier", response.contact?.identifier),
        ]
        where value != nil {
            faults.append(FieldFault("\(pointer)/contact/\(name)", "cannot be written at Track NPS"))
        }
        if let moment = response.answeredAt, moment.milliseconds < 0 {
            faults.append(FieldFault("\(pointer)/answered_at", "is not before 1970"))
        }
        return faults
    }
}
