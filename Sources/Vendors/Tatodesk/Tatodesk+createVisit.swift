import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    static let createVisit = CreateEndpoint<VisitDraft, Visit>(
        writable: VisitDraft.memberNames,
        request: { draft, _, _ in
            let faults = visitFaults(draft)
            guard faults.isEmpty else { throw Problem.invalid(faults) }
            var request = VendorRequest(.post, "/dl/pa/createPresentialAttendance", host: .api)
            request.json { writer in
                writer.number("attendanceClassificationID", draft.classificationID)
                writer.number("companyID", draft.companyID)
                writer.number("attendanceUnitID", draft.locationID)
                writer.numbers("attendanceTypeID", draft.typeIDs)
                writer.key("contactFormFields")
                writer.beginArray()
                for answer in draft.form {
                    writer.beginObject()
                    writer.number("contactFormKeyID", answer.fieldID)
                    writer.member("key", answer.key)
                    writer.member("value", answer.value)
                    writer.endObject()
                }
                writer.endArray()
                writer.number("userID", draft.agentID)
                writer.number("contactFormID", draft.formID)
            }
            return request
        },
        record: createdVisit)

    private static func visitFaults(_ draft: VisitDraft) -> [FieldFault] {
        faults(ofIDs: [
            ("/classification_id", draft.classificationID), ("/company_id", draft.companyID),
            ("/location_id", draft.locationID), ("/form_id", draft.formID), ("/agent_id", draft.agentID),
        ]) + faults(ofIDs: draft.typeIDs, at: "/type_ids")
            + faults(
                ofIDs: draft.form.enumerated().map { ("/form/\($0.offset)/field_id", $0.element.fieldID) })
    }

    /// The visit that was begun: true UTC here, as its protocol tells, which is local time. Its status comes
    /// as a number that the document does not explain.
    private static func createdVisit(_ answer: JSONValue, _ draft: VisitDraft) throws -> Visit {
        var fields = try answer.object()
        guard var row = try fields.optionalObject("attendance") else {
            throw VendorFailure(.malformed, message: "The vendor's answer has no attendance.")
        }
        var visit = Visit(remoteID: try row.scalarText("ID"))
        visit.protocolNumber = try row.optionalScalarText("protocol")
        visit.createdAt = try row.moment("date") ?? row.moment("createdAt")
        visit.vendorStatus = try row.optionalScalarText("statusID")
        visit.updatedAt = try row.moment("updatedAt")
        visit.code = try row.filledText("attendanceCode")
        visit.startedAt = try row.moment("lastTimeStarted")
        visit.isRemote = flag(row.optionalValue("remoteAttendance"))
        visit.rating = Visit.Rating(
            score: row.optionalValue("nps").flatMap { Number($0) },
            comment: try row.filledText("npsObservation"))
        visit.company = Reference(remoteID: draft.companyID, name: nil)
        visit.location = Reference(remoteID: draft.locationID, name: nil)
        visit.type = Reference(remoteID: draft.typeIDs.first, name: nil)
        visit.classification = Reference(remoteID: draft.classificationID, name: nil)
        visit.agent = Reference(remoteID: try row.optionalScalarText("userID") ?? draft.agentID, name: nil)
        visit.form = draft.form.map { FormAnswer(key: $0.key, value: $0.value) }
        try readLinks(&fields, into: &visit)
        return visit
    }
}
