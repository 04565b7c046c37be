import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// The route of every operation that vendors serve: where it is, who may ask, and how it is answered.
enum OperationRoutes {
    /// The routes.
    static let all =
        contacts + tickets + surveys + distributions + surroundings + appointments + visits + messages
        + records + apps

    private static let contacts: [Route] = [
        list(.listContacts, "/v1/contacts", scope: "contacts", \.listContacts),
        create(.createContact, "/v1/contacts", scope: "contacts", \.createContact),
        read(.getContact, "/v1/contacts/{id}", scope: "contacts", \.getContact),
        update(.updateContact, "/v1/contacts/{id}", scope: "contacts", \.updateContact, \.getContact),
        command(.deleteContact, .delete, "/v1/contacts/{id}", scope: "contacts", \.deleteContact),
    ]

    private static let tickets: [Route] = [
        list(.listTickets, "/v1/tickets", scope: "tickets", \.listTickets),
        create(.createTicket, "/v1/tickets", scope: "tickets", \.createTicket),
        read(.getTicket, "/v1/tickets/{id}", scope: "tickets", \.getTicket),
        update(.updateTicket, "/v1/tickets/{id}", scope: "tickets", \.updateTicket, \.getTicket),
        command(.deleteTicket, .delete, "/v1/tickets/{id}", scope: "tickets", \.deleteTicket),
        list(.listTicketNotes, "/v1/tickets/{id}/notes", scope: "tickets", \.listTicketNotes) {
            $0.ticketID = $1
        },
    ]

    private static let surveys: [Route] = [
        list(.listSurveys, "/v1/surveys", scope: "surveys", \.listSurveys),
        read(.getSurvey, "/v1/surveys/{id}", scope: "surveys", \.getSurvey),
        batch(
            .createResponses, .post, "/v1/surveys/{id}/responses", scope: "responses", "responses",
            \.createResponses, hasOwner: true),
        list(.listResponses, "/v1/responses", scope: "responses", \.listResponses),
        list(
            .listResponseCategories, "/v1/response-categories", scope: "responses",
            \.listResponseCategories),
        list(.listFeedback, "/v1/feedback", scope: "responses", \.listFeedback),
    ]

    private static let distributions: [Route] = [
        list(.listDistributions, "/v1/distributions", scope: "distributions", \.listDistributions),
        route(
            .createDistribution, .post, "/v1/distributions", .write("distributions"),
            DistributionOperation().respond),
        read(.getDistribution, "/v1/distributions/{id}", scope: "distributions", \.getDistribution),
        command(
            .resendDistribution, .post, "/v1/distributions/{id}/resend", scope: "distributions",
            \.resendDistribution, answer: .accepted),
        list(
            .listDistributionRecipients, "/v1/distributions/{id}/recipients", scope: "distributions",
            \.listDistributionRecipients
        ) { $0.distributionID = $1 },
        list(.listInvites, "/v1/invites", scope: "distributions", \.listInvites),
        batch(
            .updateInvites, .patch, "/v1/invites", scope: "distributions", "invites", \.updateInvites),
        list(.listSuppressions, "/v1/suppressions", scope: "distributions", \.listSuppressions),
        create(.createSuppression, "/v1/suppressions", scope: "distributions", \.createSuppression),
    ]

    private static let surroundings: [Route] = [
        list(.listTemplates, "/v1/templates", scope: "templates", \.listTemplates),
        list(.listChannels, "/v1/channels", scope: "channels", \.listChannels),
        list(.listCustomFields, "/v1/custom-fields", scope: "custom-fields", \.listCustomFields),
        list(.listExports, "/v1/exports", scope: "exports", \.listExports),
        create(.createExport, "/v1/exports", scope: "exports", \.createExport),
        list(.listLocations, "/v1/locations", scope: "locations", \.listLocations),
        create(.createLocation, "/v1/locations", scope: "locations", \.createLocation),
    ]

    private static let appointments: [Route] = [
        list(.listCompanies, "/v1/companies", scope: "companies", \.listCompanies),
        list(
            .listAppointmentCategories, "/v1/appointment-categories", scope: "appointments",
            \.listAppointmentCategories),
        list(
            .listAppointmentTypes, "/v1/appointment-types", scope: "appointments", \.listAppointmentTypes),
        list(
            .listAppointmentRegions, "/v1/appointment-regions", scope: "appointments",
            \.listAppointmentRegions),
        route(
            .listAppointmentSlots, .get, "/v1/appointment-slots", .read("appointments"),
            SlotOperation().respond),
        route(
            .createAppointment, .post, "/v1/appointments", .write("appointments"), BookingOperation().respond),
        read(.getAppointment, "/v1/appointments/{id}", scope: "appointments", \.getAppointment),
        create(.createAttachments, "/v1/attachments", scope: "appointments", \.createAttachments),
    ]

    private static let visits: [Route] = [
        list(.listVisits, "/v1/visits", scope: "visits", \.listVisits),
        create(.createVisit, "/v1/visits", scope: "visits", \.createVisit),
        read(.getVisit, "/v1/visits/{id}", scope: "visits", \.getVisit),
        list(
            .listVisitClassifications, "/v1/visit-classifications", scope: "visits",
            \.listVisitClassifications),
    ]

    private static let messages: [Route] = [
        list(.listMessages, "/v1/messages", scope: "messages", \.listMessages),
        create(.createMessage, "/v1/messages", scope: "messages", \.createMessage),
        Route(
            method: .post, path: "/v1/media", operation: Operation.createMedia.rawValue,
            access: .scope(.write("messages")), work: .writing(.createMedia), body: MediaOperation.body,
            respond: MediaOperation().respond),
        list(.listCampaignItems, "/v1/campaign-items", scope: "messages", \.listCampaignItems),
    ]

    private static let records: [Route] = [
        route(
            .listRecords, .get, "/v1/records/{object}", .read("records"),
            ListOperation(operation: .listRecords, endpoint: { $0.listRecords }, owner: nil) {
                $0.object = $1
            }.respond),
        route(
            .createRecord, .post, "/v1/records/{object}", .write("records"),
            CreateOperation(operation: .createRecord, endpoint: { $0.createRecord }) { $0.object = $1 }
                .respond),
        route(
            .updateRecord, .patch, "/v1/records/{object}/{id}", .write("records"),
            UpdateOperation(
                operation: .updateRecord, endpoint: { $0.updateRecord }, reading: { _ in nil }
            ) { $0.object = $1 }.respond),
        route(
            .deleteRecord, .delete, "/v1/records/{object}/{id}", .write("records"),
            RecordCommandOperation().respond),
    ]

    private static let apps: [Route] = [
        create(.createAppSession, "/v1/app-sessions", scope: "apps", \.createAppSession),
        create(.createAppEvent, "/v1/app-events", scope: "apps", \.createAppEvent),
    ]

    private static func batch<Content>(
        _ operation: Operation, _ method: Method, _ path: String, scope: String, _ items: StaticString,
        _ endpoint: @escaping @Sendable (Endpoints) -> BatchEndpoint<Content>?, hasOwner: Bool = false
    ) -> Route {
        let batch = BatchOperation(
            operation: operation, endpoint: endpoint, items: items, hasOwner: hasOwner)
        return route(operation, method, path, .write(scope), batch.respond)
    }

    private static func list<Record, Filters>(
        _ operation: Operation, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> ListEndpoint<Record, Filters>?,
        owner: (@Sendable (inout Filters, Text) -> Void)? = nil
    ) -> Route {
        let list = ListOperation(operation: operation, endpoint: endpoint, owner: owner)
        return route(operation, .get, path, .read(scope), list.respond)
    }

    private static func read<Record>(
        _ operation: Operation, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> ReadEndpoint<Record>?
    ) -> Route {
        let read = ReadOperation(operation: operation, endpoint: endpoint)
        return route(operation, .get, path, .read(scope), read.respond)
    }

    private static func create<Content, Record>(
        _ operation: Operation, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> CreateEndpoint<Content, Record>?
    ) -> Route {
        let create = CreateOperation(operation: operation, endpoint: endpoint)
        return route(operation, .post, path, .write(scope), reconcile: create.reconcile, create.respond)
    }

    private static func update<Content, Record>(
        _ operation: Operation, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> UpdateEndpoint<Content, Record>?,
        _ reading: @escaping @Sendable (Endpoints) -> ReadEndpoint<Record>?
    ) -> Route {
        let update = UpdateOperation(operation: operation, endpoint: endpoint, reading: reading)
        return route(operation, .patch, path, .write(scope), update.respond)
    }

    private static func command(
        _ operation: Operation, _ method: Method, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> CommandEndpoint?, answer: CommandAnswer = .noContent
    ) -> Route {
        let command = CommandOperation(operation: operation, endpoint: endpoint, answer: answer)
        return route(operation, method, path, .write(scope), command.respond)
    }

    private static func route(
        _ operation: Operation, _ method: Method, _ path: String, _ scope: Configuration.Scope,
        reconcile: Route.Reconcile? = nil, _ respond: @escaping Route.Respond
    ) -> Route {
        Route(
            method: method, path: path, operation: operation.rawValue, access: .scope(scope),
            work: method.isSafe ? .reading(operation) : .writing(operation), reconcile: reconcile,
            respond: respond)
    }
}
