import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// The blocklist and the quarantines. The call for the blocklist filters nothing, and its rows tell no
    /// more of a person than the e-mail address.
    static let listSuppressions = ListEndpoint<Suppression, SuppressionFilters>(
        filters: [
            .kind, .surveyID, .surveyGroupID, .email, .phone, .identifier, .createdAfter, .createdBefore,
            .updatedAfter, .updatedBefore,
        ],
        maximumPageSize: maximumPageSize,
        lookups: { $0.filters.kind == .blocklist ? [] : [actions.step] },
        plan: { query, lookups, account in
            let filters = query.filters
            let isAboutQuarantines =
                filters.phone != nil || filters.identifier != nil || filters.surveyGroupID != nil
            if isAboutQuarantines, filters.kind == .blocklist {
                throw unsupported("phone, identifier and survey_group_id cannot filter the blocklist")
            }
            var plan = ListPlan<Suppression>([])
            if filters.kind != .quarantine {
                if isAboutQuarantines {
                    plan.notes.append(
                        "The blocklist was left out: it knows people by their e-mail addresses.")
                } else {
                    plan.stages.append(blocklist(filters))
                }
            }
            if filters.kind != .blocklist { plan.stages.append(quarantines(filters, lookups, account)) }
            return plan
        })

    private static func blocklist(_ filters: SuppressionFilters) -> ListStage<Suppression> {
        stage(
            VendorRequest(.get, "/v3/integrations/blacklist-info"), rows: "data", record: block,
            isWanted: { row in
                if let email = filters.email, row.email?.equalsIgnoringCase(email) != true { return false }
                if let surveyID = filters.surveyID, row.surveyID != surveyID { return false }
                return filters.updated.contains(row.createdAt)
            })
    }

    /// A row of the blocklist has no id.
    private static func block(_ value: JSONValue) throws -> Suppression {
        var row = try value.object()
        var suppression = Suppression(remoteID: nil, kind: .blocklist)
        suppression.surveyName = try row.optionalText("actionName")
        suppression.surveyID = try row.optionalText("actionControlId")
        suppression.inviteID = try row.optionalText("inviteId")
        suppression.reason = try row.optionalText("reason")
        suppression.email = try row.optionalText("email")
        suppression.createdAt = moment(try row.optionalText("createdAt"))
        return suppression
    }

    private static func quarantines(
        _ filters: SuppressionFilters, _ lookups: LookupResults, _ account: Account
    ) -> ListStage<Suppression> {
        var call: VendorRequest
        if let surveyID = filters.surveyID {
            call = VendorRequest(.get, "/v3/integrations/quarantines-info/", .identifier(surveyID))
        } else {
            call = VendorRequest(.get, "/v3/integrations/quarantines-info")
        }
        call.days(created: filters.created, updated: filters.updated, account)
        call.query("groupId", filters.surveyGroupID)
        call.query("clientId", filters.identifier)
        call.query("phone", filters.phone)
        call.query("email", filters.email)
        let actions = Actions(lookups, only: filters.surveyID)
        return stage(call, rows: "quarantines", record: { try quarantine($0, actions) })
    }

    private static func quarantine(_ value: JSONValue, _ actions: Actions) throws -> Suppression {
        var row = try value.object()
        var suppression = Suppression(remoteID: try row.text("_id"), kind: .quarantine)
        suppression.vendorKind = try row.optionalText("type")
        suppression.identifier = try row.optionalScalarText("clientId")
        suppression.email = try row.optionalText("email") ?? row.optionalText("Email")
        suppression.phone = try row.optionalScalarText("phone") ?? row.optionalScalarText("Phone")
        if let id = try row.optionalText("actionId") {
            let action = actions[id]
            suppression.surveyID = action?.controlID
            suppression.surveyName = action?.name
        }
        suppression.surveyGroupID = try row.optionalText("groupId")
        suppression.expiresAt = moment(try row.optionalText("expirationDate"))
        suppression.createdAt = moment(try row.optionalText("createdAt"))
        suppression.updatedAt = moment(try row.optionalText("updatedAt"))
        return suppression
    }

    /// The prose calls the path `send-blocklist`; this is the one that the example calls.
    static let createSuppression = CreateEndpoint<SuppressionDraft, Suppression>(
        writable: ["email", "reason"],
        request: { draft, _, _ in
            var request = VendorRequest(.post, "/v3/integrations/send-blacklist")
            request.json { writer in
                writer.member("email", draft.email)
                if let reason = draft.reason { writer.member("reason", reason) }
            }
            return request
        },
        record: { answer, draft in
            _ = try payload("message", of: answer)
            var suppression = Suppression(remoteID: nil, kind: .blocklist)
            suppression.email = draft.email
            suppression.reason = draft.reason
            return suppression
        })
}
