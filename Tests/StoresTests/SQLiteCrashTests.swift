import Primitives
import TestSupport
import Testing

@testable import Stores

@Suite struct SQLiteCrashTests {
    /// The process is killed again and again, each time after a random number of commits and in the midst of
    /// more; the next goes on with the file that the last one left.
    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func whatWasAcknowledgedOutlivesAKilledProcess(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        var acknowledged: Set<Int> = []
        for round in 0..<20 {
            let child = try StoreChild(["write", folder.file("store.db"), "\(round * 1_000_000)"])
            for _ in 0..<generator.integer(0...150) {
                acknowledged.insert(try #require(child.line().flatMap { Int($0) }))
            }
            child.kill()
            acknowledged.formUnion(child.remainingLines().compactMap { Int($0) })
            try await check(folder.file("store.db"), acknowledged)
        }
        #expect(acknowledged.count > 200)
    }

    private func check(_ path: String, _ acknowledged: Set<Int>) async throws {
        let store = try await SQLiteStore.open(path: path, time: SystemTime())
        let points = try await store.points(of: StoreKey("crash", "all"), since: Timestamp(seconds: 0))
        let found = Set(points.map { Int($0.value) })
        #expect(acknowledged.subtracting(found).sorted() == [])
        // A commit is there as a whole, acknowledged or not.
        let file = try SQLiteDatabase(path: path, fileSystem: nil)
        #expect(try file.integer("SELECT count(*) FROM record") == Int64(found.count))
        for number in found {
            let value = try await store.record(StoreKey("crash", "\(number)"))?.value
            #expect(value?.count == 100 + number % 1000 && value?.last == UInt8(truncatingIfNeeded: number))
        }
        #expect(try file.text("PRAGMA integrity_check") == "ok")
        await store.close()
    }
}
