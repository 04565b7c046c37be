import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// The id in a resource's address, and the connection it belongs to.
struct ItemAddress<Endpoint: Sendable>: Sendable {
    /// The connection.
    let connection: VendorConnection
    /// Its vendor's row for the operation.
    let endpoint: Endpoint
    /// The vendor's id.
    let remoteID: Text

    /// Reads the address of a request, whose id is its path's parameter unless another is given.
    init(
        _ input: OperationInput, _ operation: Operation, id text: Text? = nil,
        _ endpoint: (Endpoints) -> Endpoint?
    ) throws(Problem) {
        guard let id = ResourceID(text ?? input.parameter) else {
            throw Problem(.notFound, "There is no such id.")
        }
        let named = input.query["connection"]
        if let named, let connection = id.connection, named != connection {
            throw Problem(.badRequest, "The id is of the connection '\(connection)', not of the one named.")
        }
        (connection, self.endpoint) = try input.connections.only(
            operation, named: id.connection ?? named, isAddress: id.connection != nil, endpoint)
        remoteID = id.remote
    }
}

extension OperationInput {
    /// What the query of a read may say.
    static let readParameters: ParameterNames = ["connection", "fields", "raw"]
    /// What the query of a write may say.
    static let writeParameters: ParameterNames = ["connection"]
}

/// Reads one record.
struct ReadOperation<Record: UnifiedRecord>: Sendable {
    /// Which operation it is.
    let operation: Operation
    /// Where a vendor's table has it.
    let endpoint: @Sendable (Endpoints) -> ReadEndpoint<Record>?

    /// Answers a request.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.readParameters)
        let selection = try input.selection(of: Record.memberNames)
        let includesRaw = try input.flag("raw")
        let address = try ItemAddress(input, operation, endpoint)
        let envelope = RecordEnvelope(
            source: address.connection.source, selection: selection, includesRaw: includesRaw)
        var answer: Answer
        switch address.endpoint {
        case .direct(let read):
            let request = read.request(address.remoteID, address.connection.account)
            let document = try await address.connection.call(request, input.calls, texts: .lent)
            answer = try address.connection.adapted(isWrite: false) {
                try Self.answer(read, document, address.connection.account, envelope)
            }
        case .search, .resolved: answer = try await search(address, input.calls, envelope)
        }
        let declared = address.endpoint.cacheLifetime
        if let lifetime = address.connection.lifetimes.answers(of: operation, declared: declared) {
            answer.freshness = Freshness(lifetime: lifetime, connections: [address.connection])
        }
        return answer
    }

    // These two are not inlined: their records would have a place in the frame that waits for the call.

    /// Writes the record of an answer. The document lends its texts: the record does not outlive it.
    @inline(never) private static func answer(
        _ read: DirectRead<Record>, _ document: JSONDocument, _ account: Account,
        _ envelope: RecordEnvelope
    ) throws -> Answer {
        try withExtendedLifetime(document) {
            let (record, original) = try read.record(document.root, account)
            return .json(.ok, envelope.write(record, original: original))
        }
    }

    @inline(never) private func search(
        _ address: ItemAddress<ReadEndpoint<Record>>, _ calls: CallMeter, _ envelope: RecordEnvelope
    ) async throws(Problem) -> Answer {
        let found = try await read(address, calls)
        return .json(.ok, envelope.write(found.record, original: found.original))
    }

    /// Reads the record by the vendor's own call or by a search.
    func read(
        _ address: ItemAddress<ReadEndpoint<Record>>, _ calls: CallMeter
    ) async throws(Problem) -> (record: Record, original: JSONValue) {
        switch address.endpoint {
        case .direct(let read):
            let request = read.request(address.remoteID, address.connection.account)
            let document = try await address.connection.call(request, calls)
            return try address.connection.adapted(isWrite: false) {
                try read.record(document.root, address.connection.account)
            }
        case .search(let search):
            return try await RecordSearch(search, operation).find(
                address.remoteID, address.connection, calls)
        case .resolved(let resolved): return try await read(resolved, address, calls)
        }
    }

    private func read(
        _ resolved: ResolvedRead<Record>, _ address: ItemAddress<ReadEndpoint<Record>>, _ calls: CallMeter
    ) async throws(Problem) -> (record: Record, original: JSONValue) {
        let connection = address.connection
        var remoteID = address.remoteID
        let lookup = try connection.adapted(isWrite: false) { try resolved.resolution(remoteID) }
        if let lookup { remoteID = try await connection.lookUp(lookup, calls) }
        let document = try await connection.call(resolved.read.request(remoteID, connection.account), calls)
        return try connection.adapted(isWrite: false) {
            try resolved.read.record(document.root, connection.account)
        }
    }
}

/// Does something with one record that has no content, such as deleting it.
struct CommandOperation: Sendable {
    /// Which operation it is.
    let operation: Operation
    /// Where a vendor's table has it.
    let endpoint: @Sendable (Endpoints) -> CommandEndpoint?
    /// What is answered when it is done.
    let answer: CommandAnswer

    /// Answers a request.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        let address = try ItemAddress(input, operation, endpoint)
        let connection = address.connection
        let request = address.endpoint.request(address.remoteID, connection.account)
        let document = try await connection.call(request, input.calls)
        try connection.adapted(isWrite: true) { try address.endpoint.check(document.root) }
        switch answer {
        case .noContent: return Answer(Response(.noContent))
        case .accepted: return .json(.accepted, Self.accepted(address.remoteID, connection))
        }
    }

    /// `{"data": {"id"}}`
    private static func accepted(_ remoteID: Text, _ connection: VendorConnection) -> ByteBuffer {
        ConnectionOperations.envelope { writer in
            writer.beginObject()
            writer.member("id", Text(joining: connection.source.connection, ":", remoteID))
            writer.endObject()
        }
    }
}

/// What is answered when a command is done.
enum CommandAnswer: Sendable {
    /// 204: the record is gone.
    case noContent
    /// 202: the vendor has begun.
    case accepted
}

/// Writes `{"data": {…}}`.
struct RecordEnvelope {
    /// Whose records they are.
    let source: RecordSource
    /// The members asked for.
    var selection: FieldSelection?
    /// Whether a record carries its vendor's original.
    var includesRaw = false

    /// The envelope of one record.
    func write(_ record: some UnifiedRecord, original: JSONValue? = nil) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 1024)
        buffer.append("{\"data\":" as StaticString)
        var writer = RecordWriter(
            JSONWriter(buffer), source: source, selection: selection, includesRaw: includesRaw)
        writer.write(record, original: original)
        buffer.append(UInt8(ascii: "}"))
        return buffer
    }
}
