import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// Lists a resource across connections.
struct ListOperation<Record: UnifiedRecord, Filters: FilterSet>: Sendable {
    /// Which operation it is.
    let operation: Operation
    /// Where a vendor's table has it.
    let endpoint: @Sendable (Endpoints) -> ListEndpoint<Record, Filters>?
    /// The filter that the path's parameter is, for a list that belongs to one resource.
    let owner: (@Sendable (inout Filters, Text) -> Void)?
    /// The filter that the path's parameter is, for a list of an object that is known by its name.
    let object: (@Sendable (inout Filters, Text) -> Void)?
    private let parameterNames = Set(ListParameters.names + Filters.names.map { Text($0.rawValue) })

    /// A list that vendors' tables have at `endpoint`.
    init(
        operation: Operation, endpoint: @escaping @Sendable (Endpoints) -> ListEndpoint<Record, Filters>?,
        owner: (@Sendable (inout Filters, Text) -> Void)?,
        object: (@Sendable (inout Filters, Text) -> Void)? = nil
    ) {
        self.operation = operation
        self.endpoint = endpoint
        self.owner = owner
        self.object = object
    }

    /// Answers a request.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        let plan = try await plan(input)
        let pages = await firstPages(plan)
        try check(pages, plan)
        switch plan.layout {
        case .envelope: return ListEnvelope(plan: plan, pages: pages).answer(to: input)
        case .lines: return stream(plan, pages)
        }
    }

    /// Everything that is settled before a call is made.
    struct Plan: Sendable {
        /// The connections asked, each with its calls.
        var sources: [ListSource<Record, Filters>]
        /// Where each begins.
        var places: [Cursor.Place?]
        /// When the list was begun, on its first page.
        let began: Timestamp
        /// What the query says.
        var parameters: ListParameters
        /// How the answer is laid out.
        var layout: ListFormat.Layout
        /// What the calls take, and for whom they are made.
        let calls: CallMeter
    }

    private func plan(_ input: OperationInput) async throws(Problem) -> Plan {
        try input.checkParameters(parameterNames)
        var parameters = try ListParameters(input, memberNames: Record.memberNames)
        var reader = FilterReader(input.query)
        var filters = Filters(reading: &reader)
        guard reader.faults.isEmpty else {
            throw Problem(.badRequest, reader.faults.joined(separator: "; ") + ".")
        }
        var named = parameters.connections
        if let owner {
            guard let id = ResourceID(input.parameter) else {
                throw Problem(.notFound, "There is no such id.")
            }
            owner(&filters, id.remote)
            if let connection = id.connection {
                guard input.connections[connection] != nil else {
                    throw Problem(.notFound, "There is no connection named '\(connection)'.")
                }
                guard named?.contains(connection) ?? true else {
                    throw Problem(
                        .badRequest, "The id is of the connection '\(connection)', not of the one named.")
                }
                named = [connection]
            }
        }
        if let object { object(&filters, try input.objectName()) }
        let connections = try choose(input, named, reader)
        let query = ListQuery(filters: filters, sort: parameters.sort, used: Set(reader.used))
        let layout = ListFormat.Layout(input.request)
        let format = ListFormat(
            selection: parameters.selection, includesRaw: parameters.includesRaw, layout: layout)
        for connection in connections { try check(connection, query) }
        let cursor = try cursor(parameters, input)
        let began = cursor?.began ?? connections[0].account.moment
        let sources = try await sources(connections, query, format, began, input.calls)
        if layout == .lines, input.query["limit"] == nil {
            parameters.limit = sources.map(\.maximumPageSize).max() ?? parameters.limit
        }
        return Plan(
            sources: sources, places: places(parameters, sources, cursor), began: began,
            parameters: parameters, layout: layout, calls: input.calls)
    }

    /// The connections asked: those the query names, those its ids name, or all that have the operation.
    private func choose(
        _ input: OperationInput, _ named: [Text]?, _ reader: FilterReader
    ) throws(Problem) -> [VendorConnection] {
        var chosen: [VendorConnection] = []
        if let named {
            for name in named {
                guard let connection = input.connections[name] else { continue }
                guard endpoint(connection.vendor.endpoints) != nil else {
                    throw connection.unsupported(operation)
                }
                chosen.append(connection)
            }
        } else {
            chosen = input.connections.supporting(operation, endpoint)
        }
        for name in reader.connections {
            chosen.removeAll { $0.source.connection != name }
            guard !chosen.isEmpty else {
                throw Problem(
                    .badRequest, "An id of '\(name.string.prefix(64))' fits none of the connections asked.")
            }
        }
        if chosen.count > 1, reader.hasBareIdentifier || owner != nil {
            throw Problem(
                .badRequest, "An id needs its connection, connection:remote-id, when there are several.")
        }
        guard !chosen.isEmpty else {
            throw Problem(.unsupported, "No connection supports \(operation.rawValue).")
        }
        return chosen
    }

    /// Refuses filters and an order that the connection cannot do.
    private func check(
        _ connection: VendorConnection, _ query: ListQuery<Filters>
    ) throws(Problem) {
        guard let endpoint = endpoint(connection.vendor.endpoints) else {
            throw connection.unsupported(operation)
        }
        guard query.used.allSatisfy(endpoint.filters.contains) else {
            let impossible = query.used.subtracting(endpoint.filters).map(\.rawValue).sorted()
            throw Self.cannot(
                "filter by \(impossible.joined(separator: ", "))", endpoint.filters.map(\.rawValue),
                connection)
        }
        if let sort = query.sort, !endpoint.sorts.contains(sort.key) {
            throw Self.cannot("sort by \(sort.key.rawValue)", endpoint.sorts.map(\.rawValue), connection)
        }
    }

    private static func cannot(
        _ what: String, _ known: [String], _ connection: VendorConnection
    ) -> Problem {
        let possible = known.isEmpty ? "nothing" : known.joined(separator: ", ")
        return Problem(
            .unsupported, "\(connection.vendor.name) cannot \(what). It can by \(possible).",
            status: Status(422)
        ).at(connection)
    }

    private func cursor(_ parameters: ListParameters, _ input: OperationInput) throws(Problem) -> Cursor? {
        guard let text = parameters.cursor else { return nil }
        guard let cursor = Cursor(text, binding: input.cursorBinding, key: input.cursorKey) else {
            throw Problem(.invalidCursor, "The cursor was altered, or belongs to another list.")
        }
        return cursor
    }

    /// Where each source begins: at its first page, or where the cursor says.
    private func places(
        _ parameters: ListParameters, _ sources: [ListSource<Record, Filters>], _ cursor: Cursor?
    ) -> [Cursor.Place?] {
        if let cursor {
            return sources.map { source in
                cursor.places.first { $0.connection == source.connection.name }
            }
        }
        let size =
            sources.count > 1 && parameters.sort == nil
            ? (parameters.limit + sources.count - 1) / sources.count : parameters.limit
        return sources.map { $0.start(size: size) }
    }
}
