import Foundation

/// The same translation with Foundation's Codable: decode, map, encode.
enum CodableTranslation {
    static func translate(_ page: Data) throws -> Data {
        let page = try JSONDecoder().decode(VendorPage.self, from: page)
        let tickets = page.tickets.map(UnifiedTicket.init)
        let meta = UnifiedList.Meta(count: tickets.count, nextCursor: nil, complete: true)
        return try JSONEncoder().encode(UnifiedList(data: tickets, meta: meta))
    }
}

struct VendorPage: Decodable {
    let tickets: [VendorTicket]
}

struct VendorTicket: Decodable {
    struct Person: Decodable {
        let name: String?
        let lastname: String?
    }
    struct Sector: Decodable {
        let id: String?
        let name: String?
    }
    let id: String
    let status_id: String?
    let updated_at: String?
    let channel_id: String?
    let deleted_at: String?
    let ticket_reference_id: String?
    let subject: String?
    let requester_user: Person?
    let assigned_employee: Person?
    let sector: Sector?
    let bold: Bool?
    let last_message: String?
}

struct UnifiedList: Encodable {
    struct Meta: Encodable {
        let count: Int
        let nextCursor: String?
        let complete: Bool
    }
    let data: [UnifiedTicket]
    let meta: Meta
}

struct UnifiedTicket: Encodable {
    struct Reference: Encodable {
        let id: String?
        let name: String?
    }
    let id: String
    let connection: String
    let vendor: String
    let remote_id: String
    let created_at: String?
    let updated_at: String?
    let number: String?
    let subject: String?
    let status: String
    let vendor_status: String?
    let channel: String
    let contact: Reference?
    let assignee: Reference?
    let department: Reference
    let followers: [String]
    let tags: [String]
    let last_message: String?
    let read: Bool?
    let level: String?
    let closed_at: String?
    let deleted_at: String?
    let custom_fields: [String: String]

    init(_ ticket: VendorTicket) {
        id = "cxpress:" + ticket.id
        connection = "cxpress"
        vendor = "cxpress"
        remote_id = ticket.id
        created_at = nil
        updated_at = ticket.updated_at
        number = ticket.ticket_reference_id
        subject = ticket.subject
        status = Self.statuses[ticket.status_id ?? ""] ?? "unknown"
        vendor_status = ticket.status_id
        channel = ticket.channel_id == "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a" ? "email" : "unknown"
        contact = Self.person(ticket.requester_user)
        assignee = Self.person(ticket.assigned_employee)
        department = Reference(id: ticket.sector?.id.map { "cxpress:" + $0 }, name: ticket.sector?.name)
        followers = []
        tags = []
        last_message = ticket.last_message
        read = ticket.bold.map { !$0 }
        level = nil
        closed_at = nil
        deleted_at = ticket.deleted_at
        custom_fields = [:]
    }

    private static let statuses = [
        "daddbd66-1dd2-4008-94c9-7fcb9b1a5800": "new", "b58c1105-0ffe-4d07-a7d6-751389fc3008": "open",
        "0ec35dbb-398e-4c2f-996c-933af162c950": "pending", "3dd9b9ac-7399-4ce8-b22c-a513eb473803": "on_hold",
    ]

    private static func person(_ person: VendorTicket.Person?) -> Reference? {
        guard let person, let name = person.name else { return nil }
        return Reference(id: nil, name: person.lastname.map { name + " " + $0 } ?? name)
    }
}
