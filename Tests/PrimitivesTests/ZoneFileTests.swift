import Foundation
import TestSupport
import Testing

@testable import Primitives

@Suite struct ZoneFileTests {
    @Test(arguments: [
        "", "/etc/localtime", "../zoneinfo/UTC", "Europe/../UTC", "Europe//Berlin", "Europe/", ".",
        "Europe/Ber lin",
        "Europe/Berlin\0", "Europe/Z\u{FC}rich", String(repeating: "a", count: 65),
    ])
    func namesThatLeadElsewhereAreRefused(name: String) {
        #expect(throws: ZoneError.badName) { try Zone(named: name) }
    }

    @Test func whatIsNoZoneIsSaid() {
        #expect(throws: ZoneError.unreadable("No such file or directory")) { try Zone(named: "No/Where") }
        #expect(throws: ZoneError.unreadable("Is a directory")) { try Zone(named: "Europe") }
    }

    @Test func aFileIsReadInFull() throws {
        let zone = try Zone(name: "Test", file: Self.file())
        #expect(zone.offset(at: Timestamp(seconds: 999)) == -600)
        #expect(zone.offset(at: Timestamp(seconds: 1000)) == 3600)
        #expect(zone.offset(at: Timestamp(seconds: 2000)) == -600)
        #expect(zone == (try Zone(name: "Test", file: Self.file())))
        #expect(zone != (try Zone(name: "Other", file: Self.file())))
    }

    @Test(arguments: [
        (Self.file(version: 0), "it is of version 1"),
        (Self.file(magic: "TZig"), "it has no header of a zone's file"),
        (Self.file(changes: [(2000, 1), (1000, 0)]), "its changes are not in the order of time"),
        (Self.file(changes: [(1000, 1), (1000, 0)]), "its changes are not in the order of time"),
        (Self.file(changes: [(Int64.min, 1)]), "its changes are not in the order of time"),
        (Self.file(changes: [(1000, 2)]), "a change is of a type that is not there"),
        (Self.file(offsets: [93_600, 0]), "an offset is out of range"),
        (Self.file(offsets: [-90_000, 0]), "an offset is out of range"),
        (Self.file(offsets: []), "it has no header of a zone's file"),
        (Self.file(leapSeconds: 1), "it counts leap seconds"),
        (Self.file(footer: "ABC"), "its footer is no rule"),
        (Self.file(footer: "ABC5\n"), "it has no footer"),
        (Self.file(footer: "ABC5"), "its footer contradicts its last change"),
        (Self.file(changes: [(1 << 40, 0)], footer: "ABC0:10"), "its last change is too far ahead"),
        (Array(Self.file().dropLast()), "it has no footer"),
        ([], "it ends too early"),
    ])
    func brokenFilesAreRefused(file: [UInt8], reason: String) {
        #expect(throws: ZoneError.malformed(reason)) { try Zone(name: "Test", file: file) }
    }

    @Test func noBrokenFileTraps() throws {
        let path = "/usr/share/zoneinfo/America/New_York"
        let whole = Array(try #require(FileManager.default.contents(atPath: path)))
        for length in stride(from: 0, to: whole.count, by: 5) {
            _ = try? Zone(name: "Test", file: Array(whole.prefix(length)))
        }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1000 {
            var file = generator.chance(50) ? whole : Self.file(footer: "AAA5BBB,M3.2.0,M11.1.0")
            for _ in 0..<generator.integer(1...4) {
                file[generator.integer(0...file.count - 1)] = UInt8(truncatingIfNeeded: generator.next())
            }
            guard let zone = try? Zone(name: "Test", file: file) else { continue }
            for seconds in [Int64.min / 1000, 0, 4_000_000_000, Int64.max / 1000] {
                _ = zone.offset(at: Timestamp(seconds: seconds))
                _ = zone.timestamp(of: CivilTime(Timestamp(seconds: seconds)))
            }
        }
    }

    @Test(arguments: [
        "", "AB5", "ABC", "ABC25", "ABC5:60", "ABC5DEF", "ABC5DEF,", "ABC5DEF,M3.2.0", "ABC5DEF,M3.2.0,",
        "ABC5DEF,M13.1.0,M11.1.0", "ABC5DEF,M3.6.0,M11.1.0", "ABC5DEF,M3.2.7,M11.1.0", "ABC5DEF,J0,J365",
        "ABC5DEF,0,366", "ABC5DEF,M3.2.0/168,M11.1.0", "ABC5DEF,M3.2.0,M11.1.0 ", "<AB5", "<A B>5", "ABC-",
        "ABC99999999999999999999", "\u{E9}ABC5",
    ])
    func footersOfAnotherFormAreRefused(footer: String) {
        #expect(ZoneRule(footer.utf8) == nil)
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", 2026, [1_772_953_200, 1_793_512_800]),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2026, [1_774_746_000, 1_792_890_000]),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026, [1_774_746_000, 1_792_890_000]),
        // Summer all year: it ends when it begins.
        ("EST5EDT,0/0,J365/25", 2026, [1_767_243_600, 1_798_779_600]),
        ("AAA0BBB,J60/0,J61/0", 2024, [1_709_251_200, 1_709_334_000]),
        ("AAA0BBB,59/0,60/0", 2024, [1_709_164_800, 1_709_247_600]),
    ])
    func rulesSayWhenClocksChange(footer: String, year: Int, changes: [Int64]) throws {
        let rule = try #require(ZoneRule(footer.utf8))
        #expect(rule.changes(in: year).map(\.change) == changes)
    }

    /// A file of two types and two changes, or what a test makes of it.
    private static func file(
        magic: String = "TZif", version: UInt8 = UInt8(ascii: "2"), offsets: [Int32] = [-600, 3600],
        changes: [(Int64, UInt8)] = [(1000, 1), (2000, 0)], leapSeconds: Int = 0, footer: String = ""
    ) -> [UInt8] {
        func header(_ counts: [Int]) -> [UInt8] {
            Array(magic.utf8) + [version] + [UInt8](repeating: 0, count: 15)
                + counts.flatMap { bytes(Int64($0), 4) }
        }
        func bytes(_ value: Int64, _ size: Int) -> [UInt8] {
            (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
        }
        var file = header([0, 0, 0, 0, 1, 1]) + [UInt8](repeating: 0, count: 7)
        file += header([0, 0, leapSeconds, changes.count, offsets.count, 1])
        file += changes.flatMap { bytes($0.0, 8) } + changes.map(\.1)
        file += offsets.flatMap { bytes(Int64($0), 4) + [0, 0] } + [0]
        file += [UInt8](repeating: 0, count: leapSeconds * 12)
        return file + Array("\n\(footer)\n".utf8)
    }
}
