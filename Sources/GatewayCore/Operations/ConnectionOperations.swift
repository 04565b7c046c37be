import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// What apps and operators can ask about the connections themselves. None of it calls a vendor.
enum ConnectionOperations {
    /// Every connection and how it is.
    static func list(_ input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters([])
        await look(input.connections.all)
        return .json(
            .ok,
            envelope { writer in
                writer.beginArray()
                for connection in input.connections.all { connection.write(to: &writer) }
                writer.endArray()
            })
    }

    /// One connection and how it is.
    static func get(_ input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters([])
        let connection = try named(input)
        await look([connection])
        return .json(.ok, envelope { connection.write(to: &$0) })
    }

    /// What a connection can do, read off its vendor's table.
    static func coverage(_ input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters([])
        let connection = try named(input)
        return .json(
            .ok,
            envelope { writer in
                writer.beginObject()
                writer.member("connection", connection.name)
                writer.member("vendor", connection.vendor.name)
                writer.key("operations")
                writer.beginArray()
                for operation in Operation.allCases {
                    write(operation, of: connection, to: &writer)
                }
                writer.endArray()
                writer.endObject()
            })
    }

    /// Whether the gateway can do its work: not when no connection is usable.
    static func readiness(_ input: OperationInput) async throws(Problem) -> Answer {
        await look(input.connections.all)
        let degraded = input.connections.all.filter { $0.status != .ok }
        let isReady = input.connections.all.contains(where: \.isUsable)
        let buffer = ByteBuffer(capacity: 128)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("status", isReady ? "ready" as StaticString : "not_ready")
        writer.key("degraded")
        writer.beginArray()
        for connection in degraded {
            writer.beginObject()
            writer.member("connection", connection.name)
            writer.member("status", connection.status.word)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return .json(isReady ? .ok : Status(503), buffer)
    }

    /// The connection in the path.
    static func named(_ input: OperationInput) throws(Problem) -> VendorConnection {
        guard let connection = input.connections[input.parameter] else {
            throw Problem(.notFound, "There is no connection of that name.")
        }
        return connection
    }

    /// `{"data": …}`
    static func envelope(_ write: (inout JSONWriter) -> Void) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 1024)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.key("data")
        write(&writer)
        writer.endObject()
        return buffer
    }

    /// Where operators have to act, looks for what they did: while a gateway is not ready, nobody calls it.
    private static func look(_ connections: [VendorConnection]) async {
        for connection in connections { await connection.credentials.keeper?.look(through: connection) }
    }

    private static func write(
        _ operation: Operation, of connection: VendorConnection, to writer: inout JSONWriter
    ) {
        let summary = connection.vendor.endpoints.summary(of: operation)
        let row = summary ?? Endpoints.Summary()
        writer.beginObject()
        writer.member("operation", operation.rawValue)
        writer.member("supported", summary != nil)
        writer.key("filters")
        write(row.filters.map { Text($0.rawValue) }, to: &writer)
        writer.key("sorts")
        write(row.sorts.map { Text($0.rawValue) }, to: &writer)
        writer.key("fields")
        writer.beginObject()
        writer.key("read")
        write(row.readMembers.map(Text.init(stringLiteral:)), to: &writer)
        writer.key("write")
        write(row.writeMembers.map(Text.init(stringLiteral:)), to: &writer)
        writer.endObject()
        writer.member("paging", row.paging.rawValue)
        writer.member("cache_ttl", connection.lifetime(of: operation, row)?.secondsRoundedUp)
        writer.endObject()
    }

    private static func write(_ texts: [Text], to writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }
}

/// How a connection is.
enum ConnectionStatus: Vocabulary {
    case ok, degraded, credentialsExpired, blocked

    var word: StaticString {
        switch self {
        case .ok: "ok"
        case .degraded: "degraded"
        case .credentialsExpired: "credentials_expired"
        case .blocked: "blocked"
        }
    }
}

extension VendorConnection {
    /// How long an answer of the operation is kept, or what it is made of.
    fileprivate func lifetime(of operation: Operation, _ row: Endpoints.Summary) -> Duration? {
        if operation == .listAppointmentSlots, let declared = row.cacheLifetime {
            let lifetime = lifetimes.lookups(of: operation, declared: declared)
            return lifetime > .zero ? lifetime : nil
        }
        guard operation.family != nil, !row.readMembers.isEmpty else { return nil }
        return lifetimes.answers(of: operation, declared: row.cacheLifetime)
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("vendor", vendor.name)
        writer.member("status", status.word)
        writeVitals(to: &writer)
        writer.key("credentials")
        let health = credentials.keeper?.health
        writer.beginObject()
        writer.member("kind", vendor.credentials.name)
        writer.member("expires_at", health?.expiry)
        writer.member("refreshed_at", health?.issued)
        writer.endObject()
        writer.endObject()
    }
}
