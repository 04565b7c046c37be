import HTTPCore
import JSONCore
import Primitives

/// The recipients of a distribution.
extension TrackData {
    /// `GET …/distributions/{distribution}/dispatch_status`. The counts come where a page or a limit is asked
    /// for; otherwise there are the first 50. Links and codes have a row that says they were made.
    func listRecipients(
        of uuid: String, _ query: TrackQuery, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        let distribution = try distribution(uuid)
        let number = try query.integer("page") ?? 0
        let limit = try query.integer("limit")
        guard (1...100).contains(limit ?? 50) else { throw .invalid("The limit must be between 1 and 100.") }
        let page = TrackPage(number: max(number, 1), size: limit ?? 50)
        let columns = RecipientColumns(
            history: try query.flag("history"), ofCustomer: try query.flag("customer_attributes"),
            ofInteraction: try query.flag("interaction_attributes"))
        let rows = distribution.dispatches.filter { !$0.events(until: now).isEmpty }
        return .json(capacity: 32_768) { writer in
            if distribution.channel.takesLines {
                writer.objects("data", page.slice(rows)) { writer, row in
                    Self.write(row, columns, at: now, to: &writer)
                }
            } else {
                writer.objects("data", [distribution]) { writer, row in
                    Self.writeCreation(of: row, to: &writer)
                }
            }
            Self.writeSuccess(to: &writer)
            guard number > 0 || limit != nil else { return }
            let count = distribution.channel.takesLines ? rows.count : 1
            writer.member("total_rows", count)
            writer.member("total_pages", page.count(of: count))
        }
    }

    /// What a row has besides the name, the phone number and the e-mail address.
    private struct RecipientColumns {
        let history: Bool
        let ofCustomer: Bool
        let ofInteraction: Bool
    }

    /// The history is flattened, its first date without a number. Attributes are columns of their own.
    private static func write(
        _ dispatch: TrackDispatch, _ columns: RecipientColumns, at now: Timestamp,
        to writer: inout JSONWriter
    ) {
        let events = dispatch.events(until: now)
        writer.member("name", dispatch.customer.name)
        writer.member("phone", dispatch.customer.phone)
        writer.member("email", dispatch.customer.email)
        if columns.history {
            for (index, event) in events.enumerated() {
                writer.key(escaping: index == 0 ? "date" : Text("date_\(index + 1)"))
                writer.string(TrackDay.printed(event.date))
                writer.key(escaping: Text("status_\(index + 1)"))
                writer.string(event.status.name(inHistory: true))
            }
        } else if let last = events.last {
            writer.member("date", TrackDay.printed(last.date))
            writer.member("status", last.status.name(inHistory: false))
        }
        if columns.ofCustomer {
            writer.member("cpf", dispatch.customer.identifier)
            write(dispatch.customer.fields, to: &writer)
        }
        if columns.ofInteraction { write(dispatch.fields, to: &writer) }
    }

    private static func writeCreation(of distribution: TrackDistribution, to writer: inout JSONWriter) {
        writer.nullMember("name")
        writer.nullMember("phone")
        writer.nullMember("email")
        writer.member("date", TrackDay.printed(distribution.createdAt))
        writer.member("status", "Criado" as StaticString)
    }

    /// Members of the fields' names.
    static func write(_ fields: [TrackField], to writer: inout JSONWriter) {
        for field in fields {
            writer.key(escaping: Text(field.name))
            writer.write(field.value)
        }
    }
}

extension JSONWriter {
    /// Writes a value as it was sent.
    mutating func write(_ value: TrackValue) {
        switch value {
        case .text(let text): string(text)
        case .integer(let number): integer(number)
        case .double(let number): double(number)
        case .bool(let value): bool(value)
        case .null: null()
        }
    }
}
