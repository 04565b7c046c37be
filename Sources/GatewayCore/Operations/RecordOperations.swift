import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// Deletes a record of an object: the path names the object, then the record.
struct RecordCommandOperation: Sendable {
    /// Answers a request with 204 when it is done.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        let object = try input.objectName()
        let target = try ItemAddress(input, .deleteRecord, id: input.secondParameter) { $0.deleteRecord }
        let (connection, endpoint) = (target.connection, target.endpoint)
        let address = RecordAddress(object: object, remoteID: target.remoteID)
        let document = try await connection.call(
            endpoint.request(address, connection.account), input.calls)
        try connection.adapted(isWrite: true) { try endpoint.check(document.root) }
        return Answer(Response(.noContent))
    }
}

extension OperationInput {
    /// The name of an object as the path's first parameter says it: a company's own word, not an id.
    func objectName() throws(Problem) -> Text {
        let isPlain = parameter.withBytes { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
        guard isPlain, parameter.count <= ResourceID.maximumLength else {
            throw Problem(.notFound, "There is no such object.")
        }
        return parameter
    }
}
