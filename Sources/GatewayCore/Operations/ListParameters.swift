import HTTPCore
import Primitives
import UnifiedModel

/// What a list's query says besides its filters.
struct ListParameters: Sendable {
    /// How many records the page has at most.
    var limit = ListParameters.defaultLimit
    /// The order, if one was asked for.
    var sort: SortOrder?
    /// The members asked for.
    var selection: FieldSelection?
    /// Whether each record carries its vendor's original.
    var includesRaw = false
    /// Whether a source's failure fails the whole.
    var forbidsPartial = false
    /// The connections named, if any.
    var connections: [Text]?
    /// The cursor, as it came.
    var cursor: Text?

    /// How many records a page has when nothing is said.
    static let defaultLimit = 50
    /// How many records a page can have.
    static let maximumLimit = 200
    /// The parameters every list has.
    static let names: [Text] = [
        "connection", "limit", "cursor", "sort", "fields", "raw", "partial",
    ]

    /// Reads the parameters; the first that is wrong is refused.
    init(_ input: OperationInput, memberNames: [StaticString]) throws(Problem) {
        if let value = input.query["limit"] {
            guard value.count <= 4, let limit = Int(value.string), (1...Self.maximumLimit).contains(limit),
                value[0] != UInt8(ascii: "+")
            else { throw Problem(.badRequest, "limit is a whole number from 1 to \(Self.maximumLimit).") }
            self.limit = limit
        }
        if let value = input.query["sort"] {
            guard let sort = SortOrder(value) else {
                let keys = SortKey.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(.badRequest, "sort is one of \(keys), with '-' before it for the reverse.")
            }
            self.sort = sort
        }
        if let value = input.query["partial"] {
            guard value == "forbid" as StaticString || value == "allow" as StaticString else {
                throw Problem(.badRequest, "partial is either allow or forbid.")
            }
            forbidsPartial = value == "forbid" as StaticString
        }
        selection = try input.selection(of: memberNames)
        includesRaw = try input.flag("raw")
        cursor = input.query["cursor"]
        connections = try Self.connections(input)
    }

    private static func connections(_ input: OperationInput) throws(Problem) -> [Text]? {
        guard let value = input.query["connection"] else { return nil }
        var names: [Text] = []
        for name in value.elements where !names.contains(name) {
            guard input.connections[name] != nil else {
                throw Problem(.badRequest, "There is no connection named '\(name.string.prefix(64))'.")
            }
            names.append(name)
        }
        guard !names.isEmpty else { throw Problem(.badRequest, "connection names none.") }
        return names
    }
}
