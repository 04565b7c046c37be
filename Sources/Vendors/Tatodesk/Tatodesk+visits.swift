import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// A visit is read by its number. One that a report told of is known by its protocol, and its number is
    /// searched for; that does not change.
    static let getVisit = ResolvedRead<Visit>(
        resolution: { id in
            guard let searched = reportedProtocol(in: id) else {
                if isNumber(id) { return nil }
                throw VendorFailure(.notFound, message: "There is no such visit.")
            }
            return Lookup("visit of protocol", of: searched, lifetime: .seconds(3600)) { _ in
                readingOne("/global/searchProtocol", host: .data) { writer in
                    writer.member("protocol", searched)
                    writer.member("platform", json: "[]")
                }
            } read: { answer, _ in
                try visitNumber(in: answer, searched)
            }
        },
        read: DirectRead(
            request: { id, _ in visitRequest(id) },
            record: { answer, account in try visit(in: answer, account) }))

    static func visitRequest(_ number: Text) -> VendorRequest {
        readingOne("/pa/getPresentialAttendance") { $0.number("ID", number) }
    }

    /// The protocol in `p.PROTOCOL`.
    static func reportedProtocol(in id: Text) -> Text? {
        guard id.count > 2, id[0] == UInt8(ascii: "p"), id[1] == UInt8(ascii: ".") else { return nil }
        return id[2..<id.count]
    }

    /// The document shows the search with a ticket alone. What platform a visit is of it does not say; its
    /// links write `pa` and `presential-attendance`.
    private static func visitNumber(in answer: JSONValue, _ searched: Text) throws -> Text {
        for value in try rows(of: answer, "result") {
            var row = try value.object()
            guard try row.optionalScalarText("protocol") == searched,
                let platform = try row.optionalText("platform"),
                platform.equalsIgnoringCase("pa") || platform.hasPrefixIgnoringCase("presential"),
                var data = try row.optionalObject("data"), let number = try data.optionalScalarText("ID"),
                isNumber(number)
            else { continue }
            return number
        }
        throw VendorFailure(.notFound, message: "No visit has that protocol.")
    }

    /// The visit in the answer of the call that reads one: local times, day first.
    static func visit(in answer: JSONValue, _ account: Account) throws -> (record: Visit, original: JSONValue)
    {
        var fields = try answer.object()
        guard let original = fields.optionalValue("presentialAttendance"), !original.isNull else {
            throw VendorFailure(.notFound)
        }
        var row = try original.object()
        var visit = Visit(remoteID: try row.scalarText("ID"))
        visit.protocolNumber = try row.optionalScalarText("protocol")
        visit.createdAt = try row.optionalText("date").flatMap {
            TatodeskDate.moment(dayFirst: $0, in: account.zone)
        }
        visit.company = try row.reference("companyID", "companyName")
        visit.vendorStatus = try row.optionalText("statusName")
        visit.status = visitStatus(visit.vendorStatus)
        visit.location = try row.reference("attendanceUnitID", "attendanceUnitName")
        visit.classification = try row.reference("attendanceClassificationID", "attendanceClassificationName")
        visit.agent = try row.reference("userID", "userName")
        visit.durations.waiting = try row.optionalText("waitingTime").flatMap(TatodeskDate.seconds)
        visit.durations.service = try row.optionalText("attendanceTime").flatMap(TatodeskDate.seconds)
        visit.desk = try row.filledText("attendanceSequentialCode")
        visit.code = try row.filledText("attendanceCode")
        visit.updatedAt = try row.optionalText("lastTramitDate").flatMap {
            TatodeskDate.moment(dayFirst: $0, in: account.zone)
        }
        try readLinks(&fields, into: &visit)
        return (visit, original)
    }

    /// Where the person can rate the visit, and send documents.
    static func readLinks(_ fields: inout JSONObject, into visit: inout Visit) throws {
        guard var links = try fields.optionalObject("attendanceLinks") else { return }
        visit.ratingLink = try links.filledText("rateLink")
        visit.documentLinks =
            try links.optionalArray("documentSubmissionLinks")?.map { value in
                var link = try value.object()
                return Visit.DocumentLink(
                    name: try link.optionalText("name"), form: try link.optionalText("formName"),
                    url: try link.optionalText("link"))
            } ?? []
    }

    /// What the words of a status mean, as far as the document shows them: it spells some in two ways.
    static func visitStatus(_ words: Text?) -> VisitStatus {
        guard let words = words?.string.uppercased() else { return .unknown }
        if words == "COMPLETED" { return .completed }
        guard words.hasPrefix("CANC") else { return .unknown }
        if words.contains("NO-SHOW") { return .noShow }
        return words.contains("EXPIRATION") ? .expired : .cancelled
    }
}
