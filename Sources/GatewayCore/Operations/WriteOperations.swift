import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Makes a record.
struct CreateOperation<Content: Draft, Record: UnifiedRecord>: Sendable {
    /// Which operation it is.
    let operation: Operation
    /// Where a vendor's table has it.
    let endpoint: @Sendable (Endpoints) -> CreateEndpoint<Content, Record>?
    /// Tells the draft what the path's parameter says, where what is made belongs to an object of that name.
    var object: (@Sendable (inout Content, Text) -> Void)?

    /// What a request asks for, and of whom.
    typealias Plan = (
        connection: VendorConnection, endpoint: CreateEndpoint<Content, Record>, draft: Content
    )

    /// Reads a request.
    func plan(_ input: OperationInput) throws(Problem) -> Plan {
        try input.checkParameters(OperationInput.writeParameters)
        var object = try input.object()
        let named = try input.connectionName(in: &object, Content.addressingMembers)
        let (connection, endpoint) = try input.connections.only(
            operation, named: named, isAddress: false, self.endpoint)
        var draft = try Content(body: object, of: connection, besides: ["connection"])
        try connection.checkWritable(object, endpoint.writable)
        if let nameObject = self.object { nameObject(&draft, try input.objectName()) }
        return (connection, endpoint, draft)
    }

    /// Answers a request: 201 and where the record is, or 202 when the vendor does not say its id.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        let (connection, endpoint, draft) = try plan(input)
        let lookups: LookupResults
        do throws(Problem) {
            lookups = try await connection.lookUp(endpoint.lookups(draft), input.calls)
        } catch {
            throw error.beforeWrite
        }
        let request = try connection.adapted(isWrite: true) {
            try endpoint.request(draft, lookups, connection.account)
        }
        let document = try await connection.call(request, input.calls)
        let record = try connection.adapted(isWrite: true) { try endpoint.record(document.root, draft) }
        return .created(record, at: input.request.path, connection)
    }
}

extension Answer {
    /// 201 and where the new record is, or 202 when the vendor does not say its id.
    static func created(
        _ record: some UnifiedRecord, at path: Text, _ connection: VendorConnection
    ) -> Answer {
        let envelope = RecordEnvelope(source: connection.source).write(record)
        guard let remoteID = record.remoteID else { return .json(.accepted, envelope) }
        var answer = Answer.json(.created, envelope)
        let location = "\(path)/\(connection.name):\(PercentCoding.encode(remoteID))"
        answer.response.fields.append("Location", Text(location))
        return answer
    }
}

extension OperationInput {
    /// The connection that the body or the query names, or else an id among these members.
    func connectionName(
        in object: inout JSONObject, _ addressing: [StaticString]
    ) throws(Problem) -> Text? {
        let input = self
        let inQuery = input.query["connection"]
        guard let value = object.optionalValue("connection"), !value.isNull else {
            if let inQuery { return inQuery }
            for name in addressing {
                guard let id = (try? object.optionalText(name)).flatMap({ $0 }).flatMap(ResourceID.init),
                    let connection = id.connection, input.connections[connection] != nil
                else { continue }
                return connection
            }
            return nil
        }
        guard let inBody = try? value.string() else {
            throw Problem.invalid([FieldFault("/connection", "is a string")])
        }
        guard inQuery == nil || inQuery == inBody else {
            throw Problem(.badRequest, "The body and the query name different connections.")
        }
        guard input.connections[inBody] != nil else {
            throw Problem.invalid([FieldFault("/connection", "names no connection")])
        }
        return inBody
    }
}

/// Changes a record.
struct UpdateOperation<Content: Draft, Record: UnifiedRecord>: Sendable {
    /// Which operation it is.
    let operation: Operation
    /// Where a vendor's table has it.
    let endpoint: @Sendable (Endpoints) -> UpdateEndpoint<Content, Record>?
    /// Where a vendor's table has the read that a change may need first.
    let reading: @Sendable (Endpoints) -> ReadEndpoint<Record>?
    /// Tells the draft what the path's first parameter says, where the record belongs to an object of that
    /// name, and its id is the second.
    var object: (@Sendable (inout Content, Text) -> Void)?

    /// Answers a request with the record as it is then.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        let id = object == nil ? input.parameter : input.secondParameter
        let address = try ItemAddress(input, operation, id: id, endpoint)
        let (connection, endpoint) = (address.connection, address.endpoint)
        var draft = try Content(body: try input.object(), of: connection, besides: [])
        if let object { object(&draft, try input.objectName()) }
        if draft.changesNothing { throw Problem.invalid([FieldFault("", "changes nothing")]).at(connection) }
        let lookups: LookupResults
        let current: Record?
        do throws(Problem) {
            lookups = try await connection.lookUp(endpoint.lookups(draft), input.calls)
            current = endpoint.needsCurrent(draft) ? try await read(address, input.calls) : nil
        } catch {
            throw error.beforeWrite
        }
        let change = UpdateInput(
            remoteID: address.remoteID, draft: draft, current: current, lookups: lookups)
        let request = try connection.adapted(isWrite: true) {
            try endpoint.request(change, connection.account)
        }
        let document = try await connection.call(request, input.calls)
        let record = try connection.adapted(isWrite: true) { try endpoint.record(document.root, change) }
        return .json(.ok, RecordEnvelope(source: connection.source).write(record))
    }

    private func read(
        _ address: ItemAddress<UpdateEndpoint<Content, Record>>, _ calls: CallMeter
    ) async throws(Problem) -> Record {
        guard let endpoint = reading(address.connection.vendor.endpoints) else {
            throw address.connection.unsupported(operation)
        }
        calls.dryRun?.breaksOff(at: .reading)
        let reader = ReadOperation<Record>(operation: operation, endpoint: reading)
        let target = ItemAddress(
            connection: address.connection, endpoint: endpoint, remoteID: address.remoteID)
        return try await reader.read(target, calls).record
    }
}

extension Problem {
    /// The problem, met by what has to be read before a write: the write was not made.
    var beforeWrite: Problem {
        var problem = self
        problem.outcome = .notApplied
        return problem
    }
}

extension ItemAddress {
    fileprivate init(connection: VendorConnection, endpoint: Endpoint, remoteID: Text) {
        self.connection = connection
        self.endpoint = endpoint
        self.remoteID = remoteID
    }
}

extension Draft {
    /// Reads the draft in a body, or throws every fault there is.
    init(
        body: JSONObject, of connection: VendorConnection, besides known: [StaticString]
    ) throws(Problem) {
        var reader = BodyReader(body, connection: connection.source.connection)
        for name in known { reader.ignore(name) }
        self.init(reading: &reader)
        reader.noteUnknown()
        guard reader.faults.isEmpty else { throw Problem.invalid(reader.faults).at(connection) }
    }
}
