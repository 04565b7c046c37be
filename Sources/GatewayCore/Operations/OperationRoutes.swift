import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// The route of every operation that vendors serve: where it is, who may ask, and how it is answered.
enum OperationRoutes {
    /// The routes.
    static let all = contacts + tickets

    private static let contacts: [Route] = [
        list(.listContacts, "/v1/contacts", scope: "contacts", \.listContacts),
        create(.createContact, "/v1/contacts", scope: "contacts", \.createContact),
        read(.getContact, "/v1/contacts/{id}", scope: "contacts", \.getContact),
        update(.updateContact, "/v1/contacts/{id}", scope: "contacts", \.updateContact, \.getContact),
        delete(.deleteContact, "/v1/contacts/{id}", scope: "contacts", \.deleteContact),
    ]

    private static let tickets: [Route] = [
        list(.listTickets, "/v1/tickets", scope: "tickets", \.listTickets),
        create(.createTicket, "/v1/tickets", scope: "tickets", \.createTicket),
        read(.getTicket, "/v1/tickets/{id}", scope: "tickets", \.getTicket),
        update(.updateTicket, "/v1/tickets/{id}", scope: "tickets", \.updateTicket, \.getTicket),
        delete(.deleteTicket, "/v1/tickets/{id}", scope: "tickets", \.deleteTicket),
        list(.listTicketNotes, "/v1/tickets/{id}/notes", scope: "tickets", \.listTicketNotes) {
            $0.ticketID = $1
        },
    ]

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
        return route(operation, .post, path, .write(scope), create.respond)
    }

    private static func update<Content, Record>(
        _ operation: Operation, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> UpdateEndpoint<Content, Record>?,
        _ reading: @escaping @Sendable (Endpoints) -> ReadEndpoint<Record>?
    ) -> Route {
        let update = UpdateOperation(operation: operation, endpoint: endpoint, reading: reading)
        return route(operation, .patch, path, .write(scope), update.respond)
    }

    private static func delete(
        _ operation: Operation, _ path: String, scope: String,
        _ endpoint: @escaping @Sendable (Endpoints) -> DeleteEndpoint?
    ) -> Route {
        let delete = DeleteOperation(operation: operation, endpoint: endpoint)
        return route(operation, .delete, path, .write(scope), delete.respond)
    }

    private static func route(
        _ operation: Operation, _ method: Method, _ path: String, _ scope: Configuration.Scope,
        _ respond: @escaping @Sendable (OperationInput) async throws(Problem) -> Answer
    ) -> Route {
        Route(
            method: method, path: path, operation: operation.rawValue, access: .scope(scope),
            respond: respond)
    }
}
