import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Files of records.
extension Track {
    /// The call for one kind of file has no filters; all kinds are a call each.
    static let listExports = ListEndpoint<Export, ExportFilters>(
        filters: [.resource, .createdAfter, .createdBefore], paging: .emulated
    ) { query, account in
        let resources = query.filters.resource.map { [$0] } ?? ExportResource.allCases
        return resources.map { resource in
            ListStage(
                request: { _ in request(.get, account, "/exports/", number(of: resource)) },
                rows: { answer, _ in whole(try rows("exports", of: answer)) },
                record: { try export($0, of: resource, account.zone) })
        }
    }

    /// The numbers by which Track knows what can be exported.
    private static func number(of resource: ExportResource) -> Text {
        switch resource {
        case .responses: "1"
        case .contacts: "2"
        case .distributions: "3"
        case .surveys: "6"
        case .followUps: "7"
        }
    }

    private static func export(_ value: JSONValue, of resource: ExportResource, _ zone: Zone) throws -> Export
    {
        var fields = try value.object()
        var export = Export(remoteID: try fields.text("uuid"), resource: resource)
        export.name = try fields.optionalScalarText("name")
        export.vendorStatus = try fields.optionalScalarText("status")
        let url = try fields.optionalScalarText("csv_url")
        export.url = url?.isEmpty == true ? nil : url
        export.createdAt = moment(fields.optionalValue("created_at"), zone)
        export.status = status(of: export)
        return export
    }

    /// The document shows no words for how far an export is. One that has its file is done.
    private static func status(of export: Export) -> ExportStatus {
        if export.url != nil { return .done }
        switch export.vendorStatus?.string.lowercased() {
        case "pending": return .pending
        case "processing": return .processing
        case "done": return .done
        case "failed", "error": return .failed
        default: return .unknown
        }
    }

    static let createExport = CreateEndpoint<ExportDraft, Export>(
        writable: ExportDraft.memberNames,
        lookups: { draft in
            [
                draft.surveyID.map { _ in surveys.step },
                draft.distributionID.map { distributionCode($0).step },
            ].compactMap(\.self)
        },
        request: exportRequest,
        record: { _, draft in Export(remoteID: nil, resource: draft.resource) })

    private static func exportRequest(
        _ draft: ExportDraft, _ lookups: LookupResults, _ account: Account
    ) throws -> VendorRequest {
        var faults = misplacedFilters(draft)
        let survey = draft.surveyID.flatMap { lookups[surveys]?.survey($0) }
        if draft.surveyID != nil, survey?.code == nil {
            faults.append(FieldFault("/survey_id", "is no survey of Track's"))
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        var request = request(.post, account, "/exports/", number(of: draft.resource))
        request.allowsEmptyAnswer = true
        request.json { writer in
            writer.present("survey_hash", survey?.code)
            writer.present("with_quotes", draft.isQuoted)
            writer.present(
                "distribution_hash", draft.distributionID.flatMap { lookups[distributionCode($0)] })
            if draft.status != nil { writer.member("answer_status", answerStatus(draft.status)) }
            writer.present("loop_uuid", draft.followUpGroupID)
            if let status = draft.followUpStatus.flatMap(dealtStatus) {
                writer.member("dealt_status", status)
            }
        }
        return request
    }

    private static func dealtStatus(_ status: FollowUpStatus) -> Int? {
        switch status {
        case .open: 1
        case .inProgress: 2
        case .done: 3
        case .notNeeded, .unknown: nil
        }
    }

    /// Filters that the kind of file does not take: Track would pass over them, and export too much.
    private static func misplacedFilters(_ draft: ExportDraft) -> [FieldFault] {
        let filters: [(member: StaticString, isGiven: Bool, resources: [ExportResource])] = [
            ("survey_id", draft.surveyID != nil, [.responses, .distributions]),
            ("distribution_id", draft.distributionID != nil, [.responses]),
            ("status", draft.status != nil, [.responses]),
            ("follow_up_group_id", draft.followUpGroupID != nil, [.followUps]),
            ("follow_up_status", draft.followUpStatus != nil, [.followUps]),
        ]
        return filters.filter { $0.isGiven && !$0.resources.contains(draft.resource) }.map {
            FieldFault("/\($0.member)", "does not go with the resource \(draft.resource.word) at Track")
        }
    }
}
