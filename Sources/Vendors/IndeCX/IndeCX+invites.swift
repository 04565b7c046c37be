import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// Invites. Those of one survey that wait for an answer have a call of their own, which knows more of
    /// them and can be asked for a person's id and a field of the company's; the others are filtered by the
    /// gateway.
    static let listInvites = ListEndpoint<Invite, InviteFilters>(
        filters: [
            .surveyID, .answered, .email, .phone, .identifier, .indicator, .indicatorValue, .createdAfter,
            .createdBefore, .updatedAfter, .updatedBefore,
        ],
        maximumPageSize: maximumPageSize,
        lookups: { unansweredOf($0.filters) == nil ? [actions.step] : [] },
        plan: { query, lookups, account in
            let filters = query.filters
            if let surveyID = unansweredOf(filters) {
                return ListPlan([unanswered(of: surveyID, filters, account)])
            }
            if filters.identifier != nil || filters.indicator != nil || filters.indicatorValue != nil {
                throw unsupported(
                    "identifier, indicator and indicator_value filter the invites of one survey that were not "
                        + "answered: survey_id, answered=false, and no filter by change")
            }
            return ListPlan([invites(filters, Actions(lookups, only: filters.surveyID), account)])
        })

    /// The survey of which just those without an answer are asked for; their rows do not say when they
    /// changed.
    private static func unansweredOf(_ filters: InviteFilters) -> Text? {
        filters.isAnswered == false && filters.updated.isOpen ? filters.surveyID : nil
    }

    private static func invites(
        _ filters: InviteFilters, _ actions: Actions, _ account: Account
    ) -> ListStage<Invite> {
        var call = VendorRequest(
            .get, "/v3/integrations/invites-info/", .identifier(filters.surveyID ?? everyAction))
        call.days(created: filters.created, updated: filters.updated, account)
        call.query("email", filters.email)
        call.query("phone", filters.phone)
        let isAnswered = filters.isAnswered
        return stage(
            call, rows: "invites", record: { try invite($0, actions) },
            isWanted: { isAnswered == nil || $0.isAnswered == isAnswered })
    }

    /// The call takes no telephone number: those rows are told apart by its digits.
    private static func unanswered(
        of surveyID: Text, _ filters: InviteFilters, _ account: Account
    ) -> ListStage<Invite> {
        var call = VendorRequest(.get, "/v3/integrations/no-response/", .identifier(surveyID))
        call.days(created: filters.created, updated: TimeSpan(), account)
        call.query("email", filters.email)
        call.query("clientId", filters.identifier)
        call.query("indicator", filters.indicator)
        call.query("indicatorValue", filters.indicatorValue)
        let phone = filters.phone.map(digits)
        return stage(
            call, rows: "invites", record: unansweredInvite,
            isWanted: { invite in phone == nil || invite.phone.map(digits) == phone })
    }

    /// The digits of a telephone number.
    static func digits(_ phone: Text) -> [UInt8] {
        phone.withBytes { $0.filter { (0x30...0x39).contains($0) } }
    }

    private static func invite(_ value: JSONValue, _ actions: Actions) throws -> Invite {
        let row = try JSONRow<InviteField>(value)
        var invite = try commonInvite(row)
        let action = actions[try row.optionalText(.actionID)]
        invite.surveyID = action?.controlID
        invite.surveyName = action?.name
        return invite
    }

    /// A row of those that wait for an answer, which names its action whole. Its own control id is not that
    /// one's.
    private static func unansweredInvite(_ value: JSONValue) throws -> Invite {
        let row = try JSONRow<UnansweredField>(value)
        var invite = try commonInvite(JSONRow<InviteField>(value))
        invite.surveyID = try row.optionalText(.actionControlID)
        invite.surveyName = try row.optionalText(.actionName)
        invite.metric = Metric(try row.optionalText(.metric))?.type
        invite.resentAt = try moments(row.optionalArray(.resendDates))
        invite.remindedAt = try moments(row.optionalArray(.reminderDates))
        invite.attributes = try indicators(row.optionalArray(.indicators))
        return invite
    }

    private static func commonInvite(_ row: JSONRow<InviteField>) throws -> Invite {
        var invite = Invite(remoteID: try row.text(.id))
        invite.createdAt = moment(try row.optionalText(.createdAt))
        invite.updatedAt = moment(try row.optionalText(.updatedAt))
        invite.name = try row.optionalText(.name)
        invite.email = try row.optionalText(.email)
        invite.phone = try row.optionalScalarText(.phone)
        invite.link = try row.optionalText(.shortURL)
        invite.isAnswered = try row.optionalBool(.answered)
        invite.isActive = try row.optionalBool(.active)
        if try row.optionalBool(.deletedAnswer) != true {
            invite.responseID = try row.optionalText(.answerID)
        }
        invite.hasValidEmail = try row.optionalBool(.validEmail)
        invite.hasValidPhone = try row.optionalBool(.validPhone)
        return invite
    }

    private static func moments(_ values: JSONArray?) throws -> [Timestamp] {
        try texts(values).compactMap { moment($0) }
    }

    /// The fields of an invite's row, in either list.
    private enum InviteField: Int, JSONField {
        case id, answered, active, actionID, name, email, phone, shortURL, validEmail, validPhone, createdAt
        case updatedAt, answerID, deletedAnswer

        static let table = JSONFieldTable([
            "_id", "answered", "active", "actionId", "name", "email", "phone", "shortUrl", "validEmail",
            "validPhone", "createdAt", "updatedAt", "answeredId", "deletedAnswer",
        ])
    }

    /// The fields that invites without an answer have besides.
    private enum UnansweredField: Int, JSONField {
        case actionName, actionControlID, metric, resendDates, reminderDates, indicators

        static let table = JSONFieldTable([
            "actionId/name", "actionId/controlId", "metric", "resendDates", "reminderDates", "indicators",
        ])
    }
}
