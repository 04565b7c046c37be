import Foundation
import Glibc
import Primitives
import TestSupport
import Testing

@testable import Stores

@Suite struct SQLiteFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("store.db") }

    init() throws { folder = try TemporaryFolder() }

    /// Makes a store of so many records, closed again.
    private func makeStore(_ count: Int = 1) async throws {
        let store = try await SQLiteStore.open(path: path, time: ManualTime())
        for number in 0..<count {
            let value = [UInt8](repeating: 7, count: 1000)
            try await store.change(.put(StoreKey("test", "\(number)"), value, expecting: nil, expiry: nil))
        }
        await store.close()
    }

    private func write(_ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    @Test func allFilesAreTheOwnersAlone() async throws {
        let nested = folder.file("a/b/store.db")
        let store = try await SQLiteStore.open(path: nested, time: ManualTime())
        try await store.change(.put(StoreKey("test", "a"), [1], expecting: nil, expiry: nil))
        for name in [nested, nested + "-wal", nested + "-shm"] { #expect(permissions(name) == 0o600) }
        for name in ["a", "a/b"] { #expect(permissions(folder.file(name)) == 0o700) }
        await store.close()
    }

    @Test func filesOpenToOthersAreClosedToThem() async throws {
        try await makeStore()
        let other = try SQLiteDatabase(path: path, fileSystem: nil)
        #expect(try other.integer("SELECT count(*) FROM record") == 1)
        for name in [path, path + "-wal", path + "-shm"] { try #require(chmod(name, 0o664) == 0) }
        let store = try await SQLiteStore.open(path: path, time: ManualTime())
        for name in [path, path + "-wal", path + "-shm"] { #expect(permissions(name) == 0o600) }
        await store.close()
    }

    @Test func aFileThatIsNoDatabaseIsLeftAsItIs() async throws {
        for content in ["short", String(repeating: "a line of text\n", count: 2000)] {
            try write(content.utf8)
            try #require(chmod(path, 0o644) == 0)
            #expect(await openingFailure(path)?.cause == .damaged)
            #expect(try contents(path) == Array(content.utf8))
            #expect(permissions(path) == 0o644)
        }
    }

    @Test func anotherApplicationsDatabaseIsLeftAsItIs() async throws {
        try write([])
        do {
            let other = try SQLiteDatabase(path: path, fileSystem: nil)
            try other.execute("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)")
        }
        let before = try contents(path)
        let error = await openingFailure(path)
        #expect(error == StoreError(.damaged, "The store's file belongs to another application."))
        #expect(try contents(path) == before)
        do {
            let other = try SQLiteDatabase(path: path, fileSystem: nil)
            try other.execute("PRAGMA application_id = 7; PRAGMA user_version = 1")
        }
        #expect(await openingFailure(path)?.cause == .damaged)
    }

    @Test func anEmptyFileBecomesAStore() async throws {
        try write([])
        #expect(await openingFailure(path) == nil)
        #expect(permissions(path) == 0o600)
    }

    @Test func aLaterVersionIsRefused() async throws {
        try await makeStore()
        do {
            let other = try SQLiteDatabase(path: path, fileSystem: nil)
            try other.execute("PRAGMA user_version = \(SQLiteSchema.latestVersion + 1)")
        }
        let before = try contents(path)
        let error = await openingFailure(path)
        #expect(error?.cause == .tooNew && error?.isRetriable == false)
        #expect(try contents(path) == before)
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func aDamagedFileIsRefused(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        try await makeStore(100)
        let whole = try contents(path)
        try #require(whole.count > 20 * 4096)
        for size in [50, 4096, 4096 * 5, whole.count - 4096] {
            try write(whole.prefix(size))
            #expect(await openingFailure(path)?.cause == .damaged, "cut to \(size)")
        }
        // A page of noise anywhere is found: each is part of a table or an index.
        for _ in 0..<20 {
            let page = generator.integer(0...whole.count / 4096 - 1)
            var noisy = whole
            noisy.replaceSubrange(page * 4096..<(page + 1) * 4096, with: generator.bytes(4096))
            try write(noisy)
            #expect(await openingFailure(path)?.cause == .damaged, "page \(page)")
        }
        try write(whole)
        #expect(await openingFailure(path) == nil)
    }

    @Test func aPathThatIsNoFilesIsRefused() async throws {
        #expect(await openingFailure(folder.path)?.cause == .damaged)
        try #require(mkfifo(path, 0o600) == 0)
        #expect(await openingFailure(path)?.cause == .damaged)
        #expect(await openingFailure("/proc/version/store.db")?.cause == .readOnly)
        #expect(await openingFailure("/proc/none/store.db")?.cause == .readOnly)
    }

    @Test func aFileIsFoundThroughALink() async throws {
        try await makeStore()
        try #require(symlink(path, folder.file("link.db")) == 0)
        let store = try await SQLiteStore.open(path: folder.file("link.db"), time: ManualTime())
        #expect(try await store.record(StoreKey("test", "0")) != nil)
        await store.close()
        try #require(symlink(folder.file("nowhere/there"), folder.file("dangling")) == 0)
        #expect(await openingFailure(folder.file("dangling"))?.cause == .readOnly)
        #expect(await openingFailure(folder.file("dangling/a.db"))?.cause == .readOnly)
    }

    @Test func manyMayOpenAMissingFileAtOnce() async throws {
        let path = path
        await withTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<8 { group.addTask { await openingFailure(path) } }
            for await error in group { #expect(error == nil) }
        }
    }

    @Test func whatAnotherUserMayNotDoIsSaid() async throws {
        // Permissions do not hold for root, who runs this as somebody else; others try it as they are.
        let user = getuid() == 0 ? 65_534 : getuid()
        func outcome(_ path: String) throws -> String {
            try StoreChild(["open", path, "\(user)"]).remainingLines().last ?? ""
        }
        try await makeStore()
        try #require(chmod(folder.path, 0o755) == 0)
        if getuid() == 0 { try #require(chown(path, 65_534, 65_534) == 0) }
        if getuid() == 0 {
            #expect(try outcome(path) == "readOnly")  // The folder is another's.
            try #require(chown(folder.path, 65_534, 65_534) == 0)
        }
        #expect(try outcome(path) == "open")
        try #require(chmod(path, 0o400) == 0)
        #expect(try outcome(path) == "readOnly")
        try #require(chmod(path, 0o000) == 0)
        #expect(try outcome(path) == "readOnly")
        try #require(chmod(path, 0o600) == 0)
        try #require(chmod(folder.path, 0o500) == 0)
        #expect(try outcome(path) == "readOnly")
        #expect(try outcome(folder.file("new.db")) == "readOnly")
        #expect(try outcome(folder.file("new/new.db")) == "readOnly")
        try #require(chmod(folder.path, 0o700) == 0)
        if getuid() == 0 {
            // Readable and writable by everybody, but not one's own to close to them.
            try #require(chown(path, 0, 0) == 0 && chmod(path, 0o666) == 0)
            #expect(try outcome(path) == "readOnly")
        }
    }
}
