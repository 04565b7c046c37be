import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Lists the free times for appointments, which a vendor tells in several calls.
struct SlotOperation: Sendable {
    private static let parameterNames = Set(
        ListParameters.names + AppointmentSlotFilters.names.map { Text($0.rawValue) })

    /// Answers a request.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(Self.parameterNames)
        let parameters = try ListParameters(input, memberNames: AppointmentSlot.memberNames)
        var reader = FilterReader(input.query)
        let filters = AppointmentSlotFilters(reading: &reader)
        guard reader.faults.isEmpty else {
            throw Problem(.badRequest, reader.faults.joined(separator: "; ") + ".")
        }
        let (connection, endpoint) = try choose(input, parameters, reader)
        if parameters.sort != nil {
            throw Problem(
                .unsupported, "Slots are in the order of time; they cannot be sorted.", status: Status(422)
            ).at(connection)
        }
        let page = SlotPage(
            finder: SlotFinder(
                connection: connection, endpoint: endpoint,
                place: SlotPlace(
                    companyID: filters.companyID ?? "", locationID: filters.locationID ?? "",
                    typeIDs: filters.typeIDs),
                calls: input.calls),
            query: SlotQuery(filters), parameters: parameters,
            start: try start(input, parameters, connection))
        if ListFormat.Layout(input.request) == .lines {
            return try await page.lines(upTo: input.query["limit"] == nil ? .max : parameters.limit)
        }
        return try await page.envelope(input)
    }

    /// The one connection that is asked: that of the ids, or the one named, or the only one there is.
    private func choose(
        _ input: OperationInput, _ parameters: ListParameters, _ reader: FilterReader
    ) throws(Problem) -> (VendorConnection, SlotEndpoint) {
        let names = Set(reader.connections).union(parameters.connections ?? [])
        guard names.count <= 1 else {
            throw Problem(.badRequest, "Slots are those of one connection; the query names several.")
        }
        let found = try input.connections.only(
            .listAppointmentSlots, named: names.first, isAddress: false
        ) { $0.listAppointmentSlots }
        return found
    }

    private func start(
        _ input: OperationInput, _ parameters: ListParameters, _ connection: VendorConnection
    ) throws(Problem) -> Cursor.Place? {
        guard let text = parameters.cursor else { return nil }
        guard let cursor = Cursor(text, binding: input.cursorBinding, key: input.cursorKey) else {
            throw Problem(.invalidCursor, "The cursor was altered, or belongs to another list.")
        }
        return cursor.places.first { $0.connection == connection.name }
    }
}

extension SlotQuery {
    fileprivate init(_ filters: AppointmentSlotFilters) {
        self.init()
        day = filters.day
        from = filters.from
        to = filters.to
        period = filters.period
    }
}
