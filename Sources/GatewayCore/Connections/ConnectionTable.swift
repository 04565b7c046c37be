import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// Every connection there is, by name. Built once, at start.
public struct ConnectionTable: Sendable {
    /// The connections in the order of the configuration.
    let all: [VendorConnection]
    private let byName: [Text: VendorConnection]

    /// A table of these connections.
    init(_ connections: [VendorConnection]) {
        all = connections
        byName = Dictionary(uniqueKeysWithValues: connections.map { ($0.source.connection, $0) })
    }

    /// The connection of that name.
    subscript(name: Text) -> VendorConnection? { byName[name] }

    /// The connections whose vendors have an endpoint for the operation.
    func supporting<Endpoint>(
        _ operation: Operation, _ endpoint: (Endpoints) -> Endpoint?
    ) -> [VendorConnection] {
        all.filter { endpoint($0.vendor.endpoints) != nil }
    }

    /// The one connection that an operation on one resource concerns.
    ///
    /// - Parameters:
    ///   - named: The connection an id or the request names, if it does.
    ///   - isAddress: Whether the name stands in the resource's address, so that there is no such
    ///     resource when there is no such connection.
    func only<Endpoint>(
        _ operation: Operation, named: Text?, isAddress: Bool, _ endpoint: (Endpoints) -> Endpoint?
    ) throws(Problem) -> (connection: VendorConnection, endpoint: Endpoint) {
        let connection: VendorConnection
        if let named {
            guard let found = byName[named] else {
                throw Problem(
                    isAddress ? .notFound : .badRequest,
                    "There is no connection named '\(named.string.prefix(64))'.")
            }
            connection = found
        } else {
            let candidates = supporting(operation, endpoint)
            guard candidates.count <= 1 else {
                let names = candidates.map(\.name).joined(separator: ", ")
                throw Problem(.badRequest, "Name the connection, one of \(names).")
            }
            guard let candidate = candidates.first else {
                throw Problem(.unsupported, "No connection supports \(operation.rawValue).")
            }
            connection = candidate
        }
        guard let endpoint = endpoint(connection.vendor.endpoints) else {
            throw connection.unsupported(operation)
        }
        return (connection, endpoint)
    }
}

extension VendorConnection {
    /// The vendor has no call for the operation; the problem names what it has.
    func unsupported(_ operation: Operation) -> Problem {
        let known = Operation.allCases.filter { vendor.endpoints.summary(of: $0) != nil }.map(\.rawValue)
        let rest = known.isEmpty ? "none of the others either" : known.joined(separator: ", ")
        return Problem(
            .unsupported, "\(vendor.name) has no call for \(operation.rawValue). It has \(rest)."
        ).at(self)
    }
}
