import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// The people a distribution went to, and how far it came.
extension Track {
    static let listRecipients = ListEndpoint<DistributionRecipient, RecipientFilters>(
        filters: [.history], maximumPageSize: maximumPageSize
    ) { query, account in
        var call = request(.get, account, "/distributions/", query.filters.distributionID, "/dispatch_status")
        call.query("history", query.filters.includesHistory ?? false)
        call.query("interaction_attributes", true)
        call.query("customer_attributes", true)
        let base = call
        return [
            ListStage(
                request: { paged(base, $0) }, rows: recipientPage,
                record: { try recipient($0, account.zone) })
        ]
    }

    /// The document says that the numbers of records and of pages are there, but not under which names: read
    /// are those of interactions.
    private static func recipientPage(_ answer: JSONValue, _ page: PageRequest) throws -> RowPage {
        guard let rows = try? payload(of: answer).array() else {
            throw VendorFailure(.malformed, message: "The answer has no list of data.")
        }
        var fields = try answer.object()
        let pages = try? fields.optionalInteger("total_pages")
        let total = try? fields.optionalInteger("total_rows")
        return RowPage(
            rows: rows, total: total.map { Int(clamping: $0) },
            hasMore: pages.map { Int64(page.number) + 1 < $0 } ?? (rows.count >= page.size))
    }

    /// A recipient of a row: the last status as `status` and `date`, or all of them as `status_1`, `date`,
    /// `status_2`, `date_2` and so on. What else stands there is an attribute.
    static func recipient(_ value: JSONValue, _ zone: Zone) throws -> DistributionRecipient {
        var recipient = DistributionRecipient()
        var history = RecipientHistory()
        for member in try value.object() {
            switch member.key.string {
            case "name": recipient.name = try member.value.optionalScalarText()
            case "email": recipient.email = try member.value.optionalScalarText()
            case "phone": recipient.phone = try member.value.optionalScalarText()
            case let key where history.take(key, member.value, zone): break
            case "interaction_attributes", "customer_attributes":
                recipient.attributes += fields(member.value)
            default: recipient.attributes.append(NamedValue(member.key, FieldValue(member.value)))
            }
        }
        let events = history.events
        recipient.status = events.last?.status
        recipient.vendorStatus = events.last?.vendorStatus
        recipient.statusAt = events.last?.at
        recipient.sentAt = events.first { $0.status == .sent }?.at
        if history.isNumbered { recipient.history = events }
        return recipient
    }
}

/// Puts together what Track spreads over a row's columns.
private struct RecipientHistory {
    private var statuses: [Int: Text] = [:]
    private var dates: [Int: Timestamp] = [:]
    /// Whether the columns have numbers, as where all statuses were asked for.
    private(set) var isNumbered = false

    /// Takes a column if it belongs to the history; the first date has no number.
    mutating func take(_ key: String, _ value: JSONValue, _ zone: Zone) -> Bool {
        let parts = key.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0] == "status" || parts[0] == "date" else { return false }
        let number = parts.count == 2 ? Int(parts[1]) : 1
        guard let number, (1...1000).contains(number) else { return false }
        if parts[0] == "date" {
            dates[number] = Track.moment(value, zone)
        } else {
            if parts.count == 2 { isNumbered = true }
            statuses[number] = try? value.optionalScalarText()
        }
        return true
    }

    /// The steps in the order of their numbers.
    var events: [RecipientEvent] {
        statuses.sorted { $0.key < $1.key }.map { number, word in
            RecipientEvent(status: Self.status(word), vendorStatus: word, at: dates[number])
        }
    }

    private static func status(_ word: Text) -> RecipientStatus {
        switch word.string {
        case "Enviado", "Enviada": .sent
        case "Recebido", "Recebida": .received
        case "Aberto", "Aberta": .opened
        case "Clicado", "Clicada": .clicked
        case let word where word.hasPrefix("Error"): .failed
        default: .unknown
        }
    }
}
