import Primitives
import TestSupport
import Testing

@testable import Stores

/// What a store holds, as simply as it can be said.
private struct Model {
    struct Record {
        var stored: StoredRecord
        var expiry: Timestamp?
    }

    var records: [StoreKey: Record] = [:]
    var series: [StoreKey: [SeriesPoint]] = [:]

    func record(_ key: StoreKey, _ now: Timestamp) -> StoredRecord? {
        guard let record = records[key], record.expiry.map({ $0 > now }) ?? true else { return nil }
        return record.stored
    }

    func conflicts(_ changes: [StoreChange], _ now: Timestamp) -> Bool {
        changes.contains { change in
            switch change {
            case .put(let key, _, let expected, _): record(key, now)?.version != expected
            case .remove(let key, let expected): record(key, now)?.version != expected
            case .append: false
            }
        }
    }

    mutating func make(_ changes: [StoreChange], _ version: RecordVersion) {
        for change in changes {
            switch change {
            case .put(let key, let value, _, let expiry):
                let stored = StoredRecord(value: value, version: version)
                records[key] = Record(stored: stored, expiry: expiry)
            case .remove(let key, _): records[key] = nil
            case .append(let point, let key, let start):
                var points = series[key, default: []]
                points.removeAll { $0.moment < start }
                points.append(point)
                // Sorting is stable: points of one moment stay as they were added.
                series[key] = points.sorted { $0.moment < $1.moment }
            }
        }
    }
}

/// Commits at random, checked against the model.
private struct RandomCommits {
    var generator: SeededGenerator
    var model = Model()
    var latest = RecordVersion(0)
    let keys = (0..<6).map { StoreKey("model", "\($0)") }

    mutating func changes(_ now: Timestamp) -> [StoreChange] {
        (0..<generator.integer(0...4)).map { _ in
            let key = generator.element(of: keys)
            let known = model.record(key, now)?.version
            let isStale = generator.chance(10)
            let expected = isStale ? RecordVersion(latest.number &+ 1) : known
            let soon = Timestamp(milliseconds: now.milliseconds + Int64(generator.integer(-5...50)))
            switch generator.integer(0...9) {
            case 0...4:
                return .put(
                    key, generator.bytes(generator.integer(0...5000)), expecting: expected,
                    expiry: generator.chance(50) ? soon : nil)
            case 5, 6: return .remove(key, expecting: expected ?? RecordVersion(0))
            default:
                let moment = Timestamp(milliseconds: now.milliseconds - Int64(generator.integer(0...20)))
                return .append(
                    SeriesPoint(moment: moment, value: Int64(bitPattern: generator.next())), to: key,
                    keepingSince: Timestamp(milliseconds: now.milliseconds - 15))
            }
        }
    }

    mutating func commit(to store: any Store, _ now: Timestamp) async throws {
        let changes = changes(now)
        let durability: Durability = generator.chance(20) ? .synced : .written
        let conflicts = model.conflicts(changes, now)
        switch try await store.commit(changes, durability) {
        case .conflict: #expect(conflicts)
        case .committed(let version):
            #expect(!conflicts)
            #expect(version > latest)
            latest = version
            model.make(changes, version)
        }
    }

    func check(_ store: any Store, _ now: Timestamp) async throws {
        for key in keys {
            #expect(try await store.record(key) == model.record(key, now))
            let points = try await store.points(of: key, since: Timestamp(milliseconds: 0))
            #expect(points == model.series[key, default: []])
        }
    }
}

@Suite struct StoreModelTests {
    @Test(arguments: [UInt64.random(in: 0 ... .max), .random(in: 0 ... .max)])
    func aStoreInMemoryIsAsTheModel(seed: UInt64) async throws {
        let time = ManualTime()
        let store = MemoryStore(time: time)
        var commits = RandomCommits(generator: SeededGenerator(seed: seed))
        for _ in 0..<500 {
            time.advance(by: .milliseconds(commits.generator.integer(0...5)))
            try await commits.commit(to: store, time.wallClock)
            try await commits.check(store, time.wallClock)
        }
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max), .random(in: 0 ... .max)])
    func aStoreInAFileIsAsTheModelAlsoWhenOpenedAgain(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let time = ManualTime()
        // Writes the log back and removes what expired at every turn.
        let options = SQLiteOptions(checkpointPages: 5, sweepInterval: .milliseconds(10), sweepLimit: 2)
        var store = try await SQLiteStore.open(path: folder.file("a.db"), time: time, options)
        var commits = RandomCommits(generator: SeededGenerator(seed: seed))
        for _ in 0..<500 {
            time.advance(by: .milliseconds(commits.generator.integer(0...5)))
            try await commits.commit(to: store, time.wallClock)
            if commits.generator.chance(4) {
                await store.close()
                store = try await SQLiteStore.open(path: folder.file("a.db"), time: time, options)
            }
            try await commits.check(store, time.wallClock)
        }
        await store.close()
    }
}
