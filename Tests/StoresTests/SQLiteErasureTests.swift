import Foundation
import Primitives
import Testing

@testable import Stores

/// What is left in a store's files of what was replaced.
@Suite struct SQLiteErasureTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("store.db") }
    private let key = StoreKey("test", "secret")

    init() throws { folder = try TemporaryFolder() }

    /// A secret of a size that takes pages of its own, or does not.
    private func secret(_ number: Int, _ size: Int) -> [UInt8] {
        Array(repeating: Array("<secret \(number)>".utf8), count: size).flatMap(\.self)
    }

    /// Whether a secret is in any of the store's files.
    private func isThere(_ number: Int) throws -> Bool {
        try ["", "-wal"].contains { suffix in
            let bytes = try Data(contentsOf: URL(filePath: path + suffix))
            return bytes.range(of: Data("<secret \(number)>".utf8)) != nil
        }
    }

    private func put(
        _ number: Int, _ size: Int, over version: RecordVersion?, in store: SQLiteStore
    ) async throws -> RecordVersion {
        let change = StoreChange.put(key, secret(number, size), expecting: version, expiry: nil)
        let version = try await store.change(change, durability: .erased)
        // The file's one thread answers once it has done what nobody waits for.
        _ = try await store.record(key)
        return version
    }

    @Test(arguments: [1, 50, 2000]) func whatIsReplacedIsGone(size: Int) async throws {
        let store = try await SQLiteStore.open(path: path, time: ManualTime())
        var version: RecordVersion?
        for number in 0..<10 {
            version = try await put(number, size, over: version, in: store)
            #expect(try isThere(number))
            for earlier in 0..<number { #expect(try !isThere(earlier), "\(earlier) after \(number)") }
            try await store.change(
                .put(StoreKey("test", "\(number)"), [1], expecting: nil, expiry: nil), durability: .written)
        }
        await store.close()
    }

    /// One who reads at that moment is not waited for: it is done behind a later commit.
    @Test func whoReadsPutsItOff() async throws {
        let store = try await SQLiteStore.open(path: path, time: ManualTime())
        let version = try await put(0, 10, over: nil, in: store)
        do {
            let reader = try SQLiteDatabase(path: path, fileSystem: nil)
            try reader.execute("BEGIN; SELECT count(*) FROM record")
            _ = try await put(1, 10, over: version, in: store)
            #expect(try isThere(0), "or the reader was in nobody's way")
            try reader.execute("COMMIT")
        }
        try await store.change(.put(StoreKey("test", "other"), [1], expecting: nil, expiry: nil))
        _ = try await store.record(key)
        #expect(try isThere(1) && !isThere(0))
        await store.close()
    }

    /// A process that was killed before it could empty the log leaves that to the next.
    @Test func theNextProcessErasesWhatTheLastCouldNot() async throws {
        let store = try await SQLiteStore.open(path: path, time: ManualTime())
        let version = try await put(0, 10, over: nil, in: store)
        try await store.change(
            .put(key, secret(1, 10), expecting: version, expiry: nil), durability: .written)
        #expect(try isThere(0), "the log is not emptied for those")
        let next = try await SQLiteStore.open(path: path, time: ManualTime())
        try await next.change(.put(StoreKey("test", "other"), [1], expecting: nil, expiry: nil))
        _ = try await next.record(key)
        #expect(try isThere(1) && !isThere(0))
        await next.close()
        await store.close()
    }
}
