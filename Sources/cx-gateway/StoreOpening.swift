import GatewayCore
import Primitives
import Stores

extension SQLiteStore {
    /// Opens the store that a configuration names; nothing when it names one that ends with the process.
    static func open(_ store: Configuration.Store) async throws(StoreError) -> SQLiteStore? {
        switch store {
        case .sqlite(let path, _): try await open(path: path, time: SystemTime())
        case .memory: nil
        }
    }
}
