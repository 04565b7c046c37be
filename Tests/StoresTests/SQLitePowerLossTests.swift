import FaultyFiles
import Foundation
import Primitives
import TestSupport
import Testing

@testable import Stores

@Suite struct SQLitePowerLossTests {
    private let folder: TemporaryFolder
    private let disk: FaultyDisk
    private let time = ManualTime()
    private var path: String { folder.file("store.db") }

    init() throws {
        folder = try TemporaryFolder()
        disk = try FaultyDisk()
        disk.keepSynced()
    }

    /// Which writes that nobody waited for reached the disk before the power went.
    private enum Luck: CaseIterable {
        case none
        case databaseAlone
        case all
    }

    /// The power goes at random moments between commits; what the disk then has is opened elsewhere.
    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func whatWasSyncedOutlivesALossOfPower(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let options = SQLiteOptions(checkpointPages: 15, fileSystem: disk.name)
        let store = try await SQLiteStore.open(path: path, time: time, options)
        var synced = 0
        for number in 1...300 {
            let isSynced = generator.chance(40)
            let value = generator.bytes(generator.integer(0...3000))
            try await store.change(
                .put(StoreKey("test", "\(number)"), value, expecting: nil, expiry: nil),
                durability: isSynced ? .synced : .written)
            if isSynced { synced = number }
            // Answered behind what the store still has to do for the commit.
            _ = try await store.record(StoreKey("test", ""))
            if generator.chance(8) {
                for luck in Luck.allCases { try await check(luck, from: synced, to: number) }
            }
        }
        await store.close()
    }

    /// All up to the last that was synced is there, and of the others all up to some number.
    private func check(_ luck: Luck, from synced: Int, to latest: Int) async throws {
        let after = try TemporaryFolder()
        let copy = after.file("store.db")
        let names = [("", luck == .none), ("-wal", luck != .all)]
        for (name, isAsSynced) in names {
            let source = path + name + (isAsSynced ? FAULTY_SYNCED : "")
            if FileManager.default.fileExists(atPath: source) {
                try Data(contents(source)).write(to: URL(filePath: copy + name))
            }
        }
        let store = try await SQLiteStore.open(path: copy, time: time)
        await store.close()
        let file = try SQLiteDatabase(path: copy, fileSystem: nil)
        #expect(try file.text("PRAGMA integrity_check") == "ok")
        let count = try file.integer("SELECT count(*) FROM record")
        #expect(try file.integer("SELECT coalesce(max(version), 0) FROM record") == count)
        #expect(count >= synced && count <= latest, "\(luck)")
        if luck == .all { #expect(count == latest) }
    }
}
