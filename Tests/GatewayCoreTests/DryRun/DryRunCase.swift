import HTTPCore
import TestSupport
import Testing
import UnifiedModel

/// A request for an operation at one vendor, whose connection is named as the vendor.
struct DryRunCase: Sendable, CustomTestStringConvertible {
    let operation: Operation
    let vendor: String
    let method: Method
    let target: String
    /// The body, or nothing.
    let body: @Sendable () throws -> String?

    var testDescription: String { "\(operation.rawValue) at \(vendor): \(target)" }

    /// The target, with one more parameter.
    func target(with parameter: String) -> String {
        target + (target.contains("?") ? "&" : "?") + parameter
    }
}

extension DryRunCase {
    static let all = track + trackNPS + indecx + cxpress + tatodesk

    private static func get(_ operation: Operation, _ target: String, _ vendor: String) -> DryRunCase {
        DryRunCase(operation: operation, vendor: vendor, method: .get, target: "/v1/\(target)") { nil }
    }

    private static func list(_ operation: Operation, _ target: String, _ vendor: String) -> DryRunCase {
        get(operation, target + (target.contains("?") ? "&" : "?") + "connection=\(vendor)", vendor)
    }

    private static func write(
        _ operation: Operation, _ method: Method, _ target: String, _ vendor: String, _ body: String? = nil
    ) -> DryRunCase {
        DryRunCase(operation: operation, vendor: vendor, method: method, target: "/v1/\(target)") { body }
    }

    private static func write(
        _ operation: Operation, _ method: Method, _ target: String, fixture: String
    ) -> DryRunCase {
        let vendor = String(fixture.prefix { $0 != "/" })
        return DryRunCase(operation: operation, vendor: vendor, method: method, target: "/v1/\(target)") {
            try Fixture.read("\(fixture).unified.json").string
        }
    }

    private static let track =
        [
            list(.listSurveys, "surveys", "track"), get(.getSurvey, "surveys/track:s1", "track"),
            list(.listResponses, "responses", "track"), list(.listFeedback, "feedback", "track"),
            list(.listResponses, "responses?survey_id=track:s1", "track"),
            write(.createResponses, .post, "surveys/track:s1/responses", fixture: "track/insert-answers"),
            list(.listDistributions, "distributions?survey_id=track:s1", "track"),
            get(.getDistribution, "distributions/track:1", "track"),
            write(.resendDistribution, .post, "distributions/track:1/resend", "track"),
            get(.listDistributionRecipients, "distributions/track:1/recipients", "track"),
            list(.listTemplates, "templates", "track"), list(.listChannels, "channels", "track"),
            list(.listCustomFields, "custom-fields", "track"), list(.listExports, "exports", "track"),
            write(.createExport, .post, "exports", fixture: "track/create-export"),
        ]
        + ["distribution-email", "distribution-link", "distribution-qrcode", "distribution-sms", "link-list"]
        .map {
            write(
                .createDistribution, .post, "distributions?connection=track", fixture: "track/create-\($0)")
        }

    private static let trackNPS = [
        list(.listSurveys, "surveys", "track_nps"), get(.getSurvey, "surveys/track_nps:7", "track_nps"),
        list(.listResponses, "responses", "track_nps"), list(.listFeedback, "feedback", "track_nps"),
        write(.createResponses, .post, "surveys/track_nps:7/responses", fixture: "track_nps/insert-answers"),
        write(.createDistribution, .post, "distributions", fixture: "track_nps/create-dispatch"),
        write(.createDistribution, .post, "distributions", fixture: "track_nps/survey-links"),
    ]

    private static let indecx = [
        list(.listSurveys, "surveys", "indecx"), get(.getSurvey, "surveys/indecx:T0AXXX", "indecx"),
        list(.listResponses, "responses", "indecx"), list(.listFeedback, "feedback", "indecx"),
        write(.createResponses, .post, "surveys/indecx:T0AXXX/responses", fixture: "indecx/create-answer"),
        list(.listResponseCategories, "response-categories", "indecx"),
        write(.createDistribution, .post, "distributions", fixture: "indecx/send"),
        write(.createDistribution, .post, "distributions", fixture: "indecx/send-bulk"),
        write(.createDistribution, .post, "distributions", fixture: "indecx/create-links"),
        get(.listDistributionRecipients, "distributions/indecx:1/recipients", "indecx"),
        list(.listInvites, "invites", "indecx"),
        write(.updateInvites, .patch, "invites", fixture: "indecx/update-invite"),
        list(.listSuppressions, "suppressions", "indecx"),
        write(
            .createSuppression, .post, "suppressions", "indecx",
            #"{"email": "a@example.com", "reason": "Não quer"}"#),
        list(.listLocations, "locations", "indecx"),
        write(
            .createLocation, .post, "locations", "indecx",
            #"{"name": "Centro", "type": "ih1", "custom_fields": {"Codigo": 1}}"#),
    ]

    private static let cxpress = [
        list(.listContacts, "contacts", "cxpress"), get(.getContact, "contacts/cxpress:1", "cxpress"),
        write(
            .createContact, .post, "contacts", "cxpress",
            #"{"given_name": "Ana", "phones": ["5511999998888"]}"#),
        write(
            .createContact, .post, "contacts", "cxpress",
            #"{"given_name": "Ana", "custom_fields": {"Segmento": "x"}}"#),
        write(.updateContact, .patch, "contacts/cxpress:1", "cxpress", #"{"address": "Rua 1"}"#),
        write(.deleteContact, .delete, "contacts/cxpress:1", "cxpress"),
        list(.listTickets, "tickets", "cxpress"), list(.listTickets, "tickets?state=all", "cxpress"),
        get(.getTicket, "tickets/cxpress:1", "cxpress"),
        write(
            .createTicket, .post, "tickets", "cxpress",
            """
            {"subject": "Olá", "channel": "email", "contact_id": "c1", "assignee_id": "a1",
             "department_id": "d1"}
            """),
        write(.updateTicket, .patch, "tickets/cxpress:1", "cxpress", #"{"subject": "Olá"}"#),
        write(.deleteTicket, .delete, "tickets/cxpress:1", "cxpress"),
        get(.listTicketNotes, "tickets/cxpress:1/notes", "cxpress"),
    ]
}
