import Primitives
import UnifiedModel

// The fixed ids that the document lists for statuses, channels and entities.

extension TicketStatus {
    /// The id Cxpress gives the status; nothing for those it has no id for.
    var cxpressID: StaticString? {
        switch self {
        case .new: "daddbd66-1dd2-4008-94c9-7fcb9b1a5800"
        case .open: "b58c1105-0ffe-4d07-a7d6-751389fc3008"
        case .pending: "0ec35dbb-398e-4c2f-996c-933af162c950"
        case .onHold: "3dd9b9ac-7399-4ce8-b22c-a513eb473803"
        case .resolved: "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a"
        case .abandoned: "2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9"
        case .deleted, .unknown: nil
        }
    }

    private static let cxpressIDs = CxpressIdentifiers(TicketStatus.self, \.cxpressID)

    /// The status behind an id of Cxpress.
    init(cxpressID: Text?) {
        self = Self.cxpressIDs[cxpressID] ?? .unknown
    }
}

extension TicketChannel {
    /// The id Cxpress gives the channel.
    var cxpressID: StaticString? {
        switch self {
        case .email: "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a"
        case .phone: "6977996d-11d1-44cc-a863-2e1d9c24e046"
        case .whatsapp: "33be81d8-88ac-4e08-bb4d-cf69fd23267f"
        case .facebook: "aa1cea93-23de-46aa-af14-d6f766acf5c8"
        case .instagram: "f28cb4a4-e42b-425a-8011-59d5f9c1d0f2"
        case .webchat: "4a7b71bb-6432-4794-ad11-f978b067871d"
        case .unknown: nil
        }
    }

    private static let cxpressIDs = CxpressIdentifiers(TicketChannel.self, \.cxpressID)

    /// The channel behind an id of Cxpress.
    init(cxpressID: Text?) {
        self = Self.cxpressIDs[cxpressID] ?? .unknown
    }
}

extension TicketLevel {
    /// The number Cxpress gives the level.
    var cxpressNumber: Int {
        switch self {
        case .bot: 1
        case .human: 2
        }
    }

    /// The level behind a number of Cxpress.
    init?(cxpressNumber: Int64?) {
        switch cxpressNumber {
        case 1: self = .bot
        case 2: self = .human
        default: return nil
        }
    }
}

/// What a custom field of Cxpress belongs to.
enum CxpressEntity {
    case ticket, contact

    var cxpressID: StaticString {
        switch self {
        case .ticket: "250204ce-44eb-4cdc-865a-f54eed9c6496"
        case .contact: "b93b0740-a77d-4474-aad9-7aa0044d5654"
        }
    }
}

/// The cases of a vocabulary by their fixed ids, which are UUIDs: the first eight characters tell them apart.
struct CxpressIdentifiers<Words: CaseIterable & Sendable>: Sendable {
    private struct Entry {
        let beginning: UInt64
        let id: Text
        let word: Words
    }

    private let entries: [Entry]

    /// A table of the cases that have an id.
    init(_ words: Words.Type, _ identifier: (Words) -> StaticString?) {
        entries = words.allCases.compactMap { word in
            guard let id = identifier(word).map({ Text(stringLiteral: $0) }) else { return nil }
            return Self.beginning(of: id).map { Entry(beginning: $0, id: id, word: word) }
        }
    }

    /// The case behind an id.
    subscript(id: Text?) -> Words? {
        guard let id, let beginning = Self.beginning(of: id) else { return nil }
        for entry in entries where entry.beginning == beginning && entry.id == id { return entry.word }
        return nil
    }

    private static func beginning(of id: Text) -> UInt64? {
        guard id.count >= 8, let bytes = id.unsafeBytes.baseAddress else { return nil }
        return UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    }
}
