import Primitives
import Stores
import Testing

@Suite struct MemoryStoreTests {
    @Test func aRecordIsSwappedOnlyAtItsVersion() async throws {
        let store = MemoryStore(time: ManualTime())
        let key = StoreKey("test", "a")
        guard
            case .committed(let first) = try await store.commit(
                [.put(key, [1], expecting: nil, expiry: nil)], .synced)
        else { Issue.record("no first write"); return }
        #expect(try await store.commit([.put(key, [2], expecting: nil, expiry: nil)], .synced) == .conflict)
        #expect(try await store.record(key) == StoredRecord(value: [1], version: first))
    }
}
