import Primitives
import Testing

@testable import Stores

/// What every store promises.
@Suite struct StoreTests {
    @Test func whatExpiredLeavesMemory() async throws {
        let time = ManualTime()
        let store = MemoryStore(time: time)
        let soon = Timestamp(milliseconds: time.wallClock.milliseconds + 1000)
        for number in 0..<5 {
            try await store.change(.put(StoreKey("test", "\(number)"), [1], expecting: nil, expiry: soon))
        }
        time.advance(by: .seconds(61))
        try await store.change(.put(StoreKey("test", "last"), [1], expecting: nil, expiry: nil))
        #expect(store.recordCount == 1)
    }

    private let key = StoreKey("test", "a")
    private let other = StoreKey("test", "b")
    private let series = StoreKey("test", "s")

    private func point(_ second: Int64, _ value: Int64) -> SeriesPoint {
        SeriesPoint(moment: Timestamp(seconds: second), value: value)
    }

    @Test(arguments: StoreKind.allCases) func aRecordIsSwappedOnlyAtItsVersion(_ kind: StoreKind) async throws
    {
        try await kind.withStore { store, _ in
            #expect(try await store.record(key) == nil)
            let first = try await store.change(.put(key, [1], expecting: nil, expiry: nil))
            #expect(
                try await store.commit([.put(key, [2], expecting: nil, expiry: nil)], .synced) == .conflict)
            #expect(try await store.record(key) == StoredRecord(value: [1], version: first))
            let second = try await store.change(.put(key, [], expecting: first, expiry: nil))
            #expect(try await store.record(key) == StoredRecord(value: [], version: second))
            #expect(
                try await store.commit([.put(key, [3], expecting: first, expiry: nil)], .synced) == .conflict)
            #expect(try await store.commit([.remove(key, expecting: first)], .synced) == .conflict)
            try await store.change(.remove(key, expecting: second))
            #expect(try await store.record(key) == nil)
            #expect(try await store.commit([.remove(key, expecting: second)], .synced) == .conflict)
        }
    }

    @Test(arguments: StoreKind.allCases) func aConflictUndoesAllOfItsCommit(_ kind: StoreKind) async throws {
        try await kind.withStore { store, _ in
            let version = try await store.change(.put(key, [1], expecting: nil, expiry: nil))
            let stale = RecordVersion(version.number + 7)
            let outcome = try await store.commit(
                [
                    .append(point(1, 1), to: series, keepingSince: Timestamp(seconds: 0)),
                    .put(other, [1], expecting: nil, expiry: nil),
                    .remove(key, expecting: version),
                    .put(StoreKey("test", "c"), [1], expecting: stale, expiry: nil),
                ], .synced)
            #expect(outcome == .conflict)
            #expect(try await store.record(other) == nil)
            #expect(try await store.record(key)?.version == version)
            #expect(try await store.points(of: series, since: Timestamp(seconds: 0)).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases) func recordsOfACommitShareAVersionAndVersionsGrow(
        _ kind: StoreKind
    ) async throws {
        try await kind.withStore { store, _ in
            let first = try await store.change(
                .put(key, [1], expecting: nil, expiry: nil), .put(other, [2], expecting: nil, expiry: nil))
            #expect(try await store.record(key)?.version == first)
            #expect(try await store.record(other)?.version == first)
            let second = try await store.change(
                .append(point(1, 1), to: series, keepingSince: Timestamp(seconds: 0)))
            let third = try await store.change(.remove(key, expecting: first))
            let fourth = try await store.change(.put(key, [1], expecting: nil, expiry: nil))
            #expect(first < second && second < third && third < fourth)
        }
    }

    @Test(arguments: StoreKind.allCases) func aCommitsExpectationsAreOfTheTimeBeforeIt(
        _ kind: StoreKind
    ) async throws {
        try await kind.withStore { store, _ in
            try await store.change(
                .put(key, [1], expecting: nil, expiry: nil), .put(key, [2], expecting: nil, expiry: nil))
            #expect(try await store.record(key)?.value == [2])
        }
    }

    @Test(arguments: StoreKind.allCases) func aRecordIsGoneOnceItExpires(_ kind: StoreKind) async throws {
        try await kind.withStore { store, time in
            let expiry = Timestamp(milliseconds: time.wallClock.milliseconds + 1000)
            let version = try await store.change(.put(key, [1], expecting: nil, expiry: expiry))
            time.advance(by: .milliseconds(999))
            #expect(try await store.record(key)?.version == version)
            time.advance(by: .milliseconds(1))
            #expect(try await store.record(key) == nil)
            #expect(try await store.commit([.remove(key, expecting: version)], .written) == .conflict)
            try await store.change(.put(key, [2], expecting: nil, expiry: nil))
            time.advance(by: .seconds(86_400))
            #expect(try await store.record(key)?.value == [2])
        }
    }

    @Test(arguments: StoreKind.allCases) func aSeriesIsInOrderAndForgetsItsBeginning(
        _ kind: StoreKind
    ) async throws {
        try await kind.withStore { store, _ in
            let start = Timestamp(seconds: -10)
            for (second, value) in [(5, 1), (3, 2), (5, 3), (-4, 4), (3, 5), (5, .min), (9, .max)] {
                let point = point(Int64(second), Int64(value))
                try await store.change(.append(point, to: series, keepingSince: start))
            }
            try await store.change(.append(point(1, 0), to: other, keepingSince: Timestamp(seconds: 1)))
            let all = [
                point(-4, 4), point(3, 2), point(3, 5), point(5, 1), point(5, 3), point(5, .min),
                point(9, .max),
            ]
            #expect(try await store.points(of: series, since: start) == all)
            #expect(try await store.points(of: series, since: Timestamp(seconds: 5)) == Array(all[3...]))
            #expect(try await store.points(of: series, since: Timestamp(seconds: 10)).isEmpty)
            try await store.change(.append(point(4, 8), to: series, keepingSince: Timestamp(seconds: 5)))
            #expect(try await store.points(of: series, since: start) == [point(4, 8)] + all[3...])
            #expect(try await store.points(of: other, since: start) == [point(1, 0)])
        }
    }

    @Test(arguments: StoreKind.allCases) func keysAreToldApart(_ kind: StoreKind) async throws {
        try await kind.withStore { store, _ in
            let keys = [
                StoreKey("test", ""), StoreKey("", "test"), StoreKey("test", "a\u{0}b"),
                StoreKey("test", "a\u{0}c"), StoreKey("test", "A"), StoreKey("test", "a"),
                StoreKey("test", "🌻' OR 1 --"),
            ]
            for (index, key) in keys.enumerated() {
                try await store.change(.put(key, [UInt8(index)], expecting: nil, expiry: nil))
            }
            for (index, key) in keys.enumerated() {
                #expect(try await store.record(key)?.value == [UInt8(index)])
            }
        }
    }
}
