import HTTPCore
import TestSupport
import UnifiedModel

extension DryRunCase {
    private static func list(_ operation: Operation, _ target: String) -> DryRunCase {
        let target = "/v1/\(target)" + (target.contains("?") ? "&" : "?") + "connection=tatodesk"
        return DryRunCase(operation: operation, vendor: "tatodesk", method: .get, target: target) { nil }
    }

    static let tatodesk = tatodeskReads + tatodeskWrites

    private static let tatodeskReads = [
        list(.getSurvey, "surveys/tatodesk:s1"), list(.listResponses, "responses"),
        list(.listFeedback, "feedback"),
        list(.listCompanies, "companies"), list(.listLocations, "locations?company_id=1"),
        list(.listAppointmentCategories, "appointment-categories?company_id=1"),
        list(.listAppointmentTypes, "appointment-types?category_id=1"),
        list(.listAppointmentRegions, "appointment-regions?type_id=1"),
        list(.listCustomFields, "custom-fields?entity=appointment&category_id=11&type_id=28&location_id=1"),
        list(.listAppointmentSlots, "appointment-slots?company_id=1&location_id=288&type_id=1"),
        list(
            .listAppointmentSlots, "appointment-slots?company_id=1&location_id=288&type_id=1&date=2026-01-05"),
        list(.getAppointment, "appointments/tatodesk:1"),
        list(.listVisitClassifications, "visit-classifications"), list(.listVisits, "visits"),
        list(.getVisit, "visits/tatodesk:1"), list(.getVisit, "visits/tatodesk:p.20250408093423710"),
        list(.listMessages, "messages"), list(.listCampaignItems, "campaign-items"),
        list(.listRecords, "records/Sales"),
    ]

    private static let tatodeskWrites: [DryRunCase] = [
        write(.createAppointment, "appointments", BookingTests.body()),
        write(.createAppointment, "appointments", BookingTests.body(#", "period_id": "1""#)),
        write(
            .createAttachments, "attachments",
            #"{"appointment_id": "tatodesk:1", "urls": ["https://example.com/a.png"]}"#),
        write(
            .createVisit, "visits",
            #"{"classification_id": "tatodesk:1", "company_id": "1", "location_id": "1", "type_ids": ["1"]}"#),
        fixture(.createMessage, "messages", "send-email"), fixture(.createMessage, "messages", "send-sms"),
        fixture(.createMessage, "messages", "send-whatsapp"),
        fixture(.createResponses, "surveys/tatodesk:s1/responses", "register-survey-answer"),
        fixture(.createAppSession, "app-sessions", "create-app-session"),
        fixture(.createAppEvent, "app-events", "create-app-event"),
        write(.createRecord, "records/Sales", #"{"fields": {"Product": "Soda", "Status": "Paid"}}"#),
        DryRunCase(
            operation: .updateRecord, vendor: "tatodesk", method: .patch,
            target: "/v1/records/Sales/tatodesk:1"
        ) { #"{"fields": {"Status": "Delivered"}}"# },
        DryRunCase(
            operation: .deleteRecord, vendor: "tatodesk", method: .delete,
            target: "/v1/records/Sales/tatodesk:1"
        ) { nil },
    ]

    private static func write(_ operation: Operation, _ target: String, _ body: String) -> DryRunCase {
        DryRunCase(operation: operation, vendor: "tatodesk", method: .post, target: "/v1/\(target)") { body }
    }

    private static func fixture(_ operation: Operation, _ target: String, _ name: String) -> DryRunCase {
        DryRunCase(operation: operation, vendor: "tatodesk", method: .post, target: "/v1/\(target)") {
            try Fixture.read("tatodesk/\(name).unified.json").string
        }
    }
}
