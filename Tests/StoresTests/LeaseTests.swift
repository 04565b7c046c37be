import Primitives
import Testing

@testable import Stores

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

    @Test(arguments: StoreKind.allCases) func theLeaseOfAnEndedProcessIsNobodys(
        _ kind: StoreKind
    ) async throws {
        try await kind.withStore { store, time in
            let ended = try Self.ownerInEndedProcess()
            let left = try #require(try await store.acquireLease(key, for: ended, until: later(time, 90)))
            let next = try #require(
                try await store.acquireLease(key, for: LeaseOwner(), until: later(time, 90)))
            #expect(next != left)
            #expect(try await store.acquireLease(key, for: LeaseOwner(), until: later(time, 90)) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func oneOfManyTakesOverFromAnEndedProcess(
        _ kind: StoreKind
    ) async throws {
        try await kind.withStore { store, time in
            let (key, expiry) = (key, later(time, 90))
            _ = try await store.acquireLease(key, for: Self.ownerInEndedProcess(), until: expiry)
            let leases = try await withThrowingTaskGroup(of: Lease?.self) { group in
                for _ in 0..<64 {
                    group.addTask { try await store.acquireLease(key, for: LeaseOwner(), until: expiry) }
                }
                return try await group.reduce(into: [Lease]()) { leases, lease in
                    if let lease { leases.append(lease) }
                }
            }
            #expect(leases.count == 1)
        }
    }

    @Test func aProcessIsKnownToHaveEndedOnlyWhereItCanBeSeen() throws {
        let current = try #require(ProcessIdentity.current)
        #expect(!current.hasEnded)
        #expect(ProcessIdentity(current.bytes) == current)
        #expect(ProcessIdentity(current.bytes.dropLast()) == nil)
        // The boot, the namespace and the start begin at these places.
        for (place, hasEnded) in [(0, false), (16, false), (39, true)] {
            var bytes = current.bytes
            bytes[place] ^= 0x01
            #expect(try #require(ProcessIdentity(bytes)).hasEnded == hasEnded, "byte \(place)")
        }
        #expect(!LeaseOwner.hasEnded(Array(repeating: 7, count: 16)), "an owner of no known process")
    }

    private static func ownerInEndedProcess() throws -> LeaseOwner {
        let current = try #require(ProcessIdentity.current)
        var bytes = current.bytes
        bytes[ProcessIdentity.length - 1] ^= 0x01
        return LeaseOwner(Array(repeating: 9, count: 16), ProcessIdentity(bytes))
    }
}
