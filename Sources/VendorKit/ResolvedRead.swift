import Primitives
import UnifiedModel

/// A record read by a call of its own, which may take another id than the one the record is known by.
public struct ResolvedRead<Record: UnifiedRecord>: Sendable {
    /// Finds the id that the call takes; nothing where the record's own will do. The lookup throws a
    /// ``VendorFailure`` of the kind `notFound` where there is none.
    public let resolution: @Sendable (_ remoteID: Text) throws -> Lookup<Text>?
    /// The call.
    public let read: DirectRead<Record>

    /// A read of these parts.
    public init(
        resolution: @escaping @Sendable (_ remoteID: Text) throws -> Lookup<Text>?, read: DirectRead<Record>
    ) {
        self.resolution = resolution
        self.read = read
    }
}
