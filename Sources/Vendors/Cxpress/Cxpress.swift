import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// Cxpress, a helpdesk: contacts ("consumers") and tickets.
///
/// Its document is `vendors/cxpress.md`; what it calls a consumer is a contact here, an operator an
/// agent, a sector a department, and an internal observation a note.
enum Cxpress {
    static let vendor = Vendor(
        name: "cxpress",
        baseURLs: [.main: "https://api.cxpress.io"],
        settings: [.plain("domain"), .secret("token"), .secret("refresh_token")],
        credentials: .rotating(credentials),
        quota: [QuotaLimit(limit: 300, window: .seconds(60), scope: .egress)],
        endpoints: Endpoints { endpoints in
            endpoints.listContacts = listContacts
            endpoints.getContact = .direct(getContact)
            endpoints.createContact = createContact
            endpoints.updateContact = updateContact
            endpoints.deleteContact = deleteContact
            endpoints.listTickets = listTickets
            endpoints.getTicket = .search(getTicket)
            endpoints.createTicket = createTicket
            endpoints.updateTicket = updateTicket
            endpoints.deleteTicket = deleteTicket
            endpoints.listTicketNotes = listTicketNotes
        },
        failure: failure(of:)
    )

    /// The API token lives an hour, the refresh token seven days and one use.
    static let credentials = RotatingCredentials(
        tokenSetting: "token",
        refreshTokenSetting: "refresh_token",
        lifetime: .seconds(3600),
        exchange: { refreshToken, account in
            var request = VendorRequest(.put, "/external/update/token")
            request.json { $0.member("refresh_token", refreshToken) }
            addOrigin(to: &request, account)
            return request
        },
        read: { answer in
            var fields = try answer.object()
            let token = try fields.text("token")
            let refreshToken = try fields.optionalText("refresToken") ?? fields.text("refreshToken")
            return TokenPair(token: token, refreshToken: refreshToken)
        },
        authorize: { request, token, account in
            request.fields.set("Authorization", Text(joining: "Bearer ", token))
            addOrigin(to: &request, account)
        }
    )

    /// Every call says which company it is for by an `Origin` of the company's own.
    private static func addOrigin(to request: inout VendorRequest, _ account: Account) {
        let origin = Text(joining: "https://", account.setting("domain"), ".app.cxpress.io/")
        request.fields.set("Origin", origin)
    }
}
