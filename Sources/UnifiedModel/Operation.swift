/// What an app can ask for, by the name the OpenAPI document gives it.
public enum Operation: String, CaseIterable, Sendable {
    case listContacts, getContact, createContact, updateContact, deleteContact
    case listTickets, getTicket, createTicket, updateTicket, deleteTicket, listTicketNotes
}
