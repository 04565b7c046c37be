import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// Files belong to a protocol, of an appointment or of a visit. The answer says no more than that there
    /// was no error.
    static let createAttachments = CreateEndpoint<AttachmentsDraft, Attachments>(
        writable: AttachmentsDraft.memberNames,
        lookups: { draft in draft.visitID.flatMap(protocolNumber(of:)).map { [$0.step] } ?? [] },
        request: { draft, lookups, _ in
            let faults = draft.urls.enumerated().filter { !isURL($0.element) }
                .map { FieldFault("/urls/\($0.offset)", "is an http or https URL") }
            guard faults.isEmpty else { throw Problem.invalid(faults) }
            let looked = draft.visitID.flatMap(protocolNumber(of:)).flatMap { lookups[$0] }
            let known = draft.appointmentID ?? looked ?? draft.visitID.flatMap(reportedProtocol(in:))
            guard let known else { throw VendorFailure(.notFound, message: "There is no such visit.") }
            var request = VendorRequest(.post, "/pa/createAttachments", host: .secondAPI)
            request.wordsOfAbsence = "not found"
            request.json { writer in
                writer.member("protocol", known)
                writer.key("urls")
                writer.beginArray()
                for url in draft.urls { writer.string(url) }
                writer.endArray()
            }
            return request
        },
        record: { answer, draft in
            _ = try answer.object()
            var attachments = Attachments(remoteID: nil)
            attachments.appointmentID = draft.appointmentID
            attachments.visitID = draft.visitID
            attachments.urls = draft.urls
            return attachments
        })

    /// The protocol of a visit that is known by its number; nothing for one that is known by its protocol.
    private static func protocolNumber(of visitID: Text) -> Lookup<Text>? {
        guard isNumber(visitID) else { return nil }
        return Lookup("protocol of visit", of: visitID, lifetime: .seconds(3600)) { _ in
            visitRequest(visitID)
        } read: { answer, account in
            guard let known = try visit(in: answer, account).record.protocolNumber else {
                throw VendorFailure(.malformed, message: "The visit has no protocol.")
            }
            return known
        }
    }

    private static func isURL(_ text: Text) -> Bool {
        text.hasPrefixIgnoringCase("https://") || text.hasPrefixIgnoringCase("http://")
    }
}
