import Primitives
import Stores
import Testing

@Suite struct LeaseTests {
    private let key = StoreKey("lease", "refresh")

    private func later(_ time: ManualTime, _ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: time.wallClock.milliseconds + seconds * 1000)
    }

    @Test(arguments: StoreKind.allCases) func oneOfManyAcquires(_ kind: StoreKind) async throws {
        try await kind.withStore { store, time in
            let expiry = later(time, 10)
            let key = key
            let leases = try await withThrowingTaskGroup(of: Lease?.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await store.acquireLease(key, for: LeaseOwner(), until: expiry)
                    }
                }
                return try await group.reduce(into: [Lease]()) { leases, lease in
                    if let lease { leases.append(lease) }
                }
            }
            #expect(leases.count == 1)
        }
    }

    @Test(arguments: StoreKind.allCases) func aLeaseEndsByItselfOrByItsOwner(_ kind: StoreKind) async throws {
        try await kind.withStore { store, time in
            let (first, second) = (LeaseOwner(), LeaseOwner())
            let lease = try #require(try await store.acquireLease(key, for: first, until: later(time, 10)))
            #expect(try await store.acquireLease(key, for: second, until: later(time, 10)) == nil)
            try await store.release(lease)
            let next = try #require(try await store.acquireLease(key, for: second, until: later(time, 10)))
            time.advance(by: .seconds(10))
            let last = try #require(try await store.acquireLease(key, for: first, until: later(time, 10)))
            #expect(lease != next && next != last)
        }
    }

    @Test(arguments: StoreKind.allCases) func releasingAnEndedLeaseLeavesTheNextAlone(
        _ kind: StoreKind
    ) async throws {
        try await kind.withStore { store, time in
            let owner = LeaseOwner()
            let ended = try #require(try await store.acquireLease(key, for: owner, until: later(time, 1)))
            time.advance(by: .seconds(1))
            try await store.release(ended)
            let next = try #require(try await store.acquireLease(key, for: owner, until: later(time, 5)))
            try await store.release(ended)
            #expect(try await store.acquireLease(key, for: LeaseOwner(), until: later(time, 5)) == nil)
            try await store.release(next)
            #expect(try await store.acquireLease(key, for: LeaseOwner(), until: later(time, 5)) != nil)
        }
    }
}
