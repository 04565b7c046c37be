import Foundation
import Glibc
import Primitives
import Testing

@testable import Stores

/// The stores that the same is asked of.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite

    var testDescription: String { "\(self)" }

    /// Lends an empty store and the clock it goes by.
    func withStore(_ body: (any Store, ManualTime) async throws -> Void) async throws {
        let time = ManualTime()
        switch self {
        case .memory: try await body(MemoryStore(time: time), time)
        case .sqlite:
            let folder = try TemporaryFolder()
            let store = try await SQLiteStore.open(path: folder.file("store.db"), time: time)
            try await body(store, time)
            await store.close()
        }
    }
}

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/stores-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    func file(_ name: String) -> String { path + "/" + name }
}

extension Store {
    /// A commit that must not conflict.
    @discardableResult
    func change(_ changes: StoreChange..., durability: Durability = .written) async throws -> RecordVersion {
        guard case .committed(let version) = try await commit(changes, durability) else {
            throw UnexpectedConflict()
        }
        return version
    }

    /// What a commit throws; nothing when it does not.
    func failure(_ changes: StoreChange..., durability: Durability = .synced) async -> StoreError? {
        do throws(StoreError) {
            _ = try await commit(changes, durability)
            return nil
        } catch {
            return error
        }
    }
}

struct UnexpectedConflict: Error {}

/// Opens a store that is expected not to open.
func openingFailure(_ path: String, _ options: SQLiteOptions = SQLiteOptions()) async -> StoreError? {
    do throws(StoreError) {
        await (try SQLiteStore.open(path: path, time: ManualTime(), options)).close()
        return nil
    } catch {
        return error
    }
}
