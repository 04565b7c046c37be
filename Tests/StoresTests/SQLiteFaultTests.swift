import CSQLite
import FaultyFiles
import Primitives
import Synchronization
import Testing

@testable import Stores

/// Disks that are full, or fail.
@Suite struct SQLiteFaultTests {
    private let folder: TemporaryFolder
    private let disk: FaultyDisk
    private let time = ManualTime()

    init() throws {
        folder = try TemporaryFolder()
        disk = try FaultyDisk()
    }

    private func open() async throws -> SQLiteStore {
        let options = SQLiteOptions(checkpointPages: 50, fileSystem: disk.name)
        return try await SQLiteStore.open(path: folder.file("store.db"), time: time, options)
    }

    private func put(_ number: Int, _ size: Int = 1000) -> StoreChange {
        let value = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size)
        return .put(StoreKey("test", "\(number)"), value, expecting: nil, expiry: nil)
    }

    private func expect(_ numbers: some Sequence<Int>, in store: SQLiteStore) async throws {
        for number in numbers { #expect(try await store.record(StoreKey("test", "\(number)")) != nil) }
    }

    @Test func aFullDiskRefusesAndLosesNothing() async throws {
        let store = try await open()
        for number in 0..<100 { try await store.change(put(number), durability: .synced) }
        disk.set(FAULTY_FULL)
        for number in 100..<110 {
            let error = await store.failure(put(number))
            #expect(error?.cause == .full && error?.isRetriable == true)
        }
        try await expect(0..<100, in: store)
        #expect(try await store.record(StoreKey("test", "100")) == nil)
        disk.set(FAULTY_NONE)
        for number in 100..<200 { try await store.change(put(number), durability: .synced) }
        await store.close()
        let again = try await open()
        try await expect(0..<200, in: again)
        await again.close()
    }

    @Test func aCommitThatDoesNotFitFailsAlone() async throws {
        let path = folder.file("store.db")
        let session = try SQLiteSession(path: path, time: time, SQLiteOptions(maximumPages: 100))
        let changes = [[put(0)], [put(1), put(2, 1_000_000)], [put(3)]]
        let outcomes = await outcomes(of: changes, in: session)
        #expect(outcomes == [nil, .full, nil])
        session.close()
        let file = try SQLiteDatabase(path: path, fileSystem: nil)
        #expect(try file.text("SELECT group_concat(name) FROM record") == "0,3")
    }

    /// What commits of one transaction fail with.
    private func outcomes(
        of changes: [[StoreChange]], in session: SQLiteSession
    ) async -> [StoreError.Cause?] {
        let meeting = Meeting(of: changes.count)
        return await withTaskGroup(of: (Int, StoreError.Cause?).self) { group in
            for (index, changes) in changes.enumerated() {
                group.addTask {
                    let result = await withUnsafeContinuation { waiter in
                        let commit = WaitingCommit(
                            changes: changes, durability: .synced, continuation: waiter)
                        // Whoever comes last has all of them written.
                        if let all = meeting.join(index, commit) { session.write(all) }
                    }
                    guard case .failure(let error) = result else { return (index, nil) }
                    return (index, error.cause)
                }
            }
            var causes = [StoreError.Cause?](repeating: nil, count: changes.count)
            for await (index, cause) in group { causes[index] = cause }
            return causes
        }
    }

    @Test(arguments: [FAULTY_SYNC, FAULTY_WRITE])
    func afterAFailureOfTheDiskNothingIsTakenUntilOpenedAnew(_ fault: faulty_fault) async throws {
        let store = try await open()
        for number in 0..<30 { try await store.change(put(number), durability: .synced) }
        disk.set(fault)
        let error = await store.failure(put(30))
        #expect(error?.cause == .unknown && error?.isRetriable == false)
        disk.set(FAULTY_NONE)
        #expect(await store.failure(put(31))?.cause == .closed)
        await #expect(throws: StoreError.failedStore) { try await store.record(StoreKey("test", "0")) }
        // The log was left to be judged by its checksums.
        #expect(try fileSize(folder.file("store.db-wal")) > 0)
        await store.close()
        let again = try await open()
        try await expect(0..<30, in: again)
        #expect(try await again.record(StoreKey("test", "31")) == nil)
        await again.close()
    }

    @Test func aLogThatCannotBeWrittenBackEndsTheStoreButLosesNothing() async throws {
        let store = try await open()
        // The first commit behind an empty log syncs the beginning of it.
        try await store.change(put(0))
        var acknowledged = 1
        disk.set(FAULTY_SYNC)
        // Written commits need no sync, until the log has grown enough to be written back.
        while acknowledged < 1000, await store.failure(put(acknowledged), durability: .written) == nil {
            acknowledged += 1
        }
        #expect(acknowledged > 5 && acknowledged < 1000)
        disk.set(FAULTY_NONE)
        #expect(await store.failure(put(acknowledged))?.cause == .closed)
        await store.close()
        let again = try await open()
        try await expect(0..<acknowledged, in: again)
        await again.close()
    }

    @Test(arguments: [
        (SQLITE_FULL, StoreError.Cause.full), (SQLITE_READONLY, .readOnly), (SQLITE_CANTOPEN, .readOnly),
        (SQLITE_PERM, .readOnly), (SQLITE_BUSY, .locked), (SQLITE_LOCKED, .locked),
        (SQLITE_PROTOCOL, .locked), (SQLITE_CORRUPT, .damaged), (SQLITE_NOTADB, .damaged),
        (SQLITE_IOERR, .unknown), (SQLITE_NOMEM, .unknown), (SQLITE_INTERNAL, .unknown),
        (SQLITE_IOERR | 4 << 8, .unknown), (SQLITE_IOERR | 33 << 8, .damaged),
        (SQLITE_READONLY | 6 << 8, .readOnly), (SQLITE_BUSY | 1 << 8, .locked),
    ])
    func everyCodeHasACause(_ code: Int32, _ cause: StoreError.Cause) {
        #expect(StoreError(SQLiteError(code: code)).cause == cause)
    }
}

/// Has commits wait for each other.
private final class Meeting: Sendable {
    private let arrived: Mutex<[WaitingCommit?]>

    init(of count: Int) { arrived = Mutex([WaitingCommit?](repeating: nil, count: count)) }

    /// All of the commits, once the last has come.
    func join(_ index: Int, _ commit: WaitingCommit) -> [WaitingCommit]? {
        arrived.withLock { arrived in
            arrived[index] = commit
            let all = arrived.compactMap { $0 }
            return all.count == arrived.count ? all : nil
        }
    }
}
