import JSONCore
import Primitives
import UnifiedModel

/// Where a record of an object lies at its vendor.
public struct RecordAddress: Sendable, Hashable {
    /// The object, by its name.
    public let object: Text
    /// The vendor's id of the record.
    public let remoteID: Text

    /// An address of these parts.
    public init(object: Text, remoteID: Text) {
        self.object = object
        self.remoteID = remoteID
    }
}

/// How a vendor deletes a record of an object.
public struct RecordCommandEndpoint: Sendable {
    /// The call.
    public let request: @Sendable (RecordAddress, Account) -> VendorRequest
    /// Throws a ``VendorFailure`` when the answer does not say that it is done.
    public let check: @Sendable (JSONValue) throws -> Void

    /// A command of these parts.
    public init(
        request: @escaping @Sendable (RecordAddress, Account) -> VendorRequest,
        check: @escaping @Sendable (JSONValue) throws -> Void = { _ in }
    ) {
        self.request = request
        self.check = check
    }
}
