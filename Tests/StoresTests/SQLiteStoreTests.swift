import FaultyFiles
import Primitives
import TestSupport
import Testing

@testable import Stores

/// What a store in a file does besides.
@Suite struct SQLiteStoreTests {
    private let folder: TemporaryFolder
    private let time = ManualTime()
    private let key = StoreKey("test", "a")

    init() throws { folder = try TemporaryFolder() }

    private func open(_ options: SQLiteOptions = SQLiteOptions()) async throws(StoreError) -> SQLiteStore {
        try await SQLiteStore.open(path: folder.file("store.db"), time: time, options)
    }

    @Test func whatWasCommittedIsThereAfterOpeningAgain() async throws {
        let first = try await open()
        let point = SeriesPoint(moment: time.wallClock, value: -3)
        let version = try await first.change(
            .put(key, [1, 0, 255], expecting: nil, expiry: nil),
            .append(point, to: key, keepingSince: Timestamp(seconds: 0)))
        await first.close()
        let second = try await open()
        #expect(try await second.record(key) == StoredRecord(value: [1, 0, 255], version: version))
        #expect(try await second.points(of: key, since: Timestamp(seconds: 0)) == [point])
        let next = try await second.change(.remove(key, expecting: version))
        #expect(next > version)
        await second.close()
    }

    @Test func twoConnectionsLoseNoIncrement() async throws {
        let stores = [try await open(), try await open()]
        let key = key
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                group.addTask {
                    for _ in 0..<500 { try await Self.increment(key, in: store) }
                }
            }
            try await group.waitForAll()
        }
        for store in stores {
            #expect(try await store.record(key)?.value.withUnsafeBytes { $0.load(as: Int.self) } == 1000)
            await store.close()
        }
    }

    private static func increment(_ key: StoreKey, in store: SQLiteStore) async throws {
        while true {
            let found = try await store.record(key)
            let count = found?.value.withUnsafeBytes { $0.loadUnaligned(as: Int.self) } ?? 0
            let bytes = withUnsafeBytes(of: count + 1) { [UInt8]($0) }
            let outcome = try await store.commit(
                [.put(key, bytes, expecting: found?.version, expiry: nil)], .written)
            if outcome != .conflict { return }
        }
    }

    @Test func commitsThatWaitShareATransaction() async throws {
        let store = try await open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    try await store.change(
                        .put(StoreKey("test", "\(number)"), [1], expecting: nil, expiry: nil),
                        durability: .synced)
                }
            }
            try await group.waitForAll()
        }
        #expect(store.transactionCount < 250)
        for number in 0..<1000 { #expect(try await store.record(StoreKey("test", "\(number)")) != nil) }
        await store.close()
    }

    @Test func onlyASyncedCommitWaitsForTheDisk() async throws {
        let files = try FaultyDisk()
        let store = try await open(SQLiteOptions(fileSystem: files.name))
        // The first after opening begins the log, whose head is synced.
        try await store.change(.put(StoreKey("test", "0"), [1], expecting: nil, expiry: nil))
        let before = files.syncCount
        for number in 1...10 {
            try await store.change(.put(StoreKey("test", "\(number)"), [1], expecting: nil, expiry: nil))
        }
        #expect(files.syncCount == before)
        for number in 11...20 {
            let key = StoreKey("test", "\(number)")
            try await store.change(.put(key, [1], expecting: nil, expiry: nil), durability: .synced)
            #expect(files.syncCount == before + number - 10)
        }
        await store.close()
    }

    @Test func whatExpiredLeavesTheFile() async throws {
        let store = try await open(SQLiteOptions(sweepLimit: 3))
        let soon = Timestamp(milliseconds: time.wallClock.milliseconds + 1000)
        for number in 0..<5 {
            let key = StoreKey("test", "\(number)")
            try await store.change(.put(key, [1], expecting: nil, expiry: soon))
        }
        let lasting = try await store.change(.put(key, [0], expecting: nil, expiry: nil))
        let file = try SQLiteDatabase(path: folder.file("store.db"), fileSystem: nil)
        #expect(try file.integer("SELECT count(*) FROM record") == 6)
        time.advance(by: .seconds(61))
        let second = try await store.change(.put(key, [1], expecting: lasting, expiry: nil))
        _ = try await store.record(key)
        #expect(try file.integer("SELECT count(*) FROM record") == 3)
        time.advance(by: .seconds(1))
        try await store.change(.put(key, [2], expecting: second, expiry: nil))
        await store.close()
        #expect(try file.integer("SELECT count(*) FROM record") == 1)
    }

    @Test func theLogIsWrittenBackAndStartsAnew() async throws {
        let store = try await open(SQLiteOptions(checkpointPages: 20))
        var version: RecordVersion?
        for number in 0..<300 {
            let value = [UInt8](repeating: UInt8(number % 256), count: 3000)
            version = try await store.change(.put(key, value, expecting: version, expiry: nil))
        }
        #expect(try fileSize(folder.file("store.db-wal")) < 60 * 4120)
        await store.close()
    }

    @Test func anotherWritersTransactionIsWaitedForUntilPatienceEnds() async throws {
        let store = try await open(SQLiteOptions(patience: .milliseconds(50)))
        let other = try SQLiteDatabase(path: folder.file("store.db"), fileSystem: nil)
        try other.execute("BEGIN IMMEDIATE")
        let error = await store.failure(.put(key, [1], expecting: nil, expiry: nil))
        #expect(error?.cause == .locked && error?.isRetriable == true)
        #expect(try await store.record(key) == nil)
        try other.execute("ROLLBACK")
        try await store.change(.put(key, [1], expecting: nil, expiry: nil))
        await store.close()
    }

    @Test func whatIsMoreThanMayWaitIsRefused() async throws {
        let store = try await open(SQLiteOptions(patience: .seconds(60), capacity: 4))
        let other = try SQLiteDatabase(path: folder.file("store.db"), fileSystem: nil)
        try other.execute("BEGIN IMMEDIATE")
        var refused = 0
        try await withThrowingTaskGroup(of: StoreError?.self) { group in
            for number in 0..<30 {
                group.addTask {
                    await store.failure(
                        .put(StoreKey("test", "\(number)"), [1], expecting: nil, expiry: nil))
                }
            }
            // As long as the other writes, only refusals come back; and some must, so this does not wait.
            #expect(try await group.next()??.cause == .overloaded)
            try other.execute("ROLLBACK")
            refused = 1
            for try await error in group where error != nil {
                #expect(error?.cause == .overloaded)
                refused += 1
            }
        }
        #expect(refused < 30)
        #expect(try other.integer("SELECT count(*) FROM record") == Int64(30 - refused))
        await store.close()
    }

    @Test func closingFinishesWhatWaits() async throws {
        let store = try await open()
        let acknowledged = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let key = StoreKey("test", "\(number)")
                    let error = await store.failure(.put(key, [1], expecting: nil, expiry: nil))
                    #expect(error == nil || error?.cause == .closed)
                    return error == nil ? number : nil
                }
                if number == 100 {
                    group.addTask {
                        await store.close(); return nil
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { numbers, number in
                if let number { numbers.append(number) }
            }
        }
        await store.close()
        #expect(await store.failure(.remove(key, expecting: RecordVersion(1)))?.cause == .closed)
        await #expect(throws: StoreError.closedStore) { try await store.record(key) }
        let again = try await open()
        var found = 0
        for number in 0..<200 where try await again.record(StoreKey("test", "\(number)")) != nil {
            found += 1
        }
        #expect(found == acknowledged.count)
        await again.close()
    }

    @Test func aCommitOfACancelledTaskIsMadeAllTheSame() async throws {
        let store = try await open()
        let key = key
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.commit([.put(key, [1], expecting: nil, expiry: nil)], .synced)
        }
        #expect(try await task.value != .conflict)
        #expect(try await store.record(key) != nil)
        await store.close()
    }

    @Test func aSecretThatWasReplacedIsNotInTheDatabaseAnyMore() async throws {
        let store = try await open()
        let secret = Array("an old refresh token".utf8)
        let first = try await store.change(.put(key, secret, expecting: nil, expiry: nil))
        await store.close()
        #expect(try contents(folder.file("store.db")).contains(secret))
        let again = try await open()
        let second = try await again.change(.put(key, [1], expecting: first, expiry: nil))
        try await again.change(.remove(key, expecting: second))
        await again.close()
        #expect(try !contents(folder.file("store.db")).contains(secret))
    }
}
