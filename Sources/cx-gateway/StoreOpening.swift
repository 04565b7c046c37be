import GatewayCore
import Primitives
import Stores

/// Opens the store that a configuration names.
enum StoreOpening {
    /// The store, where it outlives the process.
    static func durable(_ store: Configuration.Store) async throws -> (any Store)? {
        switch store {
        case .sqlite: nil
        case .memory: nil
        }
    }
}
