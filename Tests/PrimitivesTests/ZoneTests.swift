import Foundation
import TestSupport
import Testing

@testable import Primitives

@Suite struct ZoneTests {
    @Test(arguments: [
        // The clocks in Brazil were put forward at midnight: 2018-11-04 began at 01:00.
        ("America/Sao_Paulo", "2018-11-03T23:59:59.000Z", "2018-11-04T02:59:59.000Z"),
        ("America/Sao_Paulo", "2018-11-04T00:00:00.000Z", "2018-11-04T03:00:00.000Z"),
        ("America/Sao_Paulo", "2018-11-04T00:30:00.250Z", "2018-11-04T03:30:00.250Z"),
        ("America/Sao_Paulo", "2018-11-04T01:00:00.000Z", "2018-11-04T03:00:00.000Z"),
        // And back at midnight: 23:00 to 24:00 came twice.
        ("America/Sao_Paulo", "2018-02-17T22:59:59.000Z", "2018-02-18T00:59:59.000Z"),
        ("America/Sao_Paulo", "2018-02-17T23:30:00.000Z", "2018-02-18T01:30:00.000Z"),
        ("America/Sao_Paulo", "2018-02-18T00:00:00.000Z", "2018-02-18T03:00:00.000Z"),
        ("America/Sao_Paulo", "2026-01-15T12:00:00.000Z", "2026-01-15T15:00:00.000Z"),
        ("America/Sao_Paulo", "1800-01-01T00:00:00.000Z", "1800-01-01T03:06:28.000Z"),
        ("UTC", "2018-11-04T00:00:00.001Z", "2018-11-04T00:00:00.001Z"),
        ("Europe/Berlin", "2026-03-29T02:30:00.000Z", "2026-03-29T01:30:00.000Z"),
        ("Europe/Berlin", "2026-10-25T02:30:00.000Z", "2026-10-25T00:30:00.000Z"),
        ("Europe/Lisbon", "2026-07-01T00:00:00.000Z", "2026-06-30T23:00:00.000Z"),
        ("Europe/Dublin", "2031-12-24T18:00:00.000Z", "2031-12-24T18:00:00.000Z"),
        // Past the last change that files list, by the footer; and past the 400 years that are written out.
        ("America/New_York", "2180-07-04T12:00:00.000Z", "2180-07-04T16:00:00.000Z"),
        ("America/New_York", "9999-12-31T23:59:59.999Z", "10000"),
        ("Australia/Sydney", "3026-01-01T00:00:00.000Z", "3025-12-31T13:00:00.000Z"),
        // A footer with hours below zero, and a place that left out a day.
        ("America/Nuuk", "2040-03-24T23:30:00.000Z", "2040-03-25T01:30:00.000Z"),
        ("Pacific/Apia", "2011-12-30T12:00:00.000Z", "2011-12-30T22:00:00.000Z"),
        // Midnight came twice.
        ("Atlantic/Azores", "2026-10-25T00:00:00.000Z", "2026-10-25T00:00:00.000Z"),
    ])
    func localTimesAreMoments(name: String, local: String, moment: String) throws {
        let zone = try Zone(named: name)
        let civil = try #require(Timestamp(rfc3339: Text(local))).civil
        let found = zone.timestamp(of: civil)
        if moment == "10000" {
            #expect(found.milliseconds == 253_402_318_799_999)
        } else {
            #expect(found.description == moment)
        }
    }

    @Test func daysBeginWhereTheyDo() throws {
        let zone = try Zone(named: "America/Sao_Paulo")
        let changed = try #require(CalendarDay(year: 2018, month: 11, day: 4))
        #expect(zone.startOfDay(changed).description == "2018-11-04T03:00:00.000Z")
        #expect(zone.startOfDay(changed.adding(days: 1)).description == "2018-11-05T02:00:00.000Z")
        #expect(zone.day(of: Timestamp(milliseconds: 1_541_300_399_999)) == changed.adding(days: -1))
        #expect(zone.day(of: Timestamp(milliseconds: 1_541_300_400_000)) == changed)
        #expect(zone.civilTime(at: Timestamp(milliseconds: 1_541_300_400_000)).hour == 1)
        #expect(zone.offset(at: Timestamp(milliseconds: 1_541_300_399_999)) == -10_800)
        #expect(zone.offset(at: Timestamp(milliseconds: 1_541_300_400_000)) == -7200)
        #expect(Zone.utc.day(of: Timestamp(milliseconds: -1)).daysSince1970 == -1)
    }

    @Test func theEndsOfTimeAreMoments() throws {
        for name in ["America/New_York", "America/Sao_Paulo", "UTC"] {
            let zone = try Zone(named: name)
            for moment in [Int64.min, -62_167_219_200_001, -1, 0, 253_402_300_800_000, .max] {
                let offset = zone.offset(at: Timestamp(milliseconds: moment))
                #expect((-90_000...93_600).contains(offset))
            }
        }
        #expect(CalendarDay(daysSince1970: .max).midnight.year == 9999)
        #expect(CalendarDay(daysSince1970: .min).adding(days: .min).midnight.year == 0)
    }

    /// The C library reads the same files in its own way; `date` is asked in a process of its own, because the
    /// zone of this one is not to be changed while other tests run.
    @Test(arguments: [
        "America/Sao_Paulo", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
        "America/Nuuk", "Asia/Kolkata", "Asia/Gaza", "Antarctica/Troll", "Pacific/Apia", "Europe/Dublin",
    ])
    func agreesWithTheCLibrary(name: String) throws {
        let zone = try Zone(named: name)
        for seed: UInt64 in [1, 2] {
            var generator = SeededGenerator(seed: seed)
            let moments = (0..<400).map { _ in
                // The years 1850 to 2100 mostly, and some to 3000.
                generator.integer(-3_786_912_000...(generator.chance(90) ? 4_102_444_800 : 32_503_680_000))
            }
            let answers = try CLibraryZone.offsets(of: moments, in: name)
            try #require(answers.count == moments.count)
            for (moment, answer) in zip(moments, answers) {
                let timestamp = Timestamp(seconds: Int64(moment))
                #expect(zone.offset(at: timestamp) == answer, "\(moment), seed \(seed)")
                let local = zone.civilTime(at: timestamp)
                let back = zone.timestamp(of: local)
                // The same moment, or the earlier of two that show the same time.
                #expect(back == timestamp || back < timestamp && zone.civilTime(at: back) == local)
            }
        }
    }

    @Test func everyFileOfTheSystemIsRead() throws {
        let root = "/usr/share/zoneinfo/"
        let names = try #require(FileManager.default.subpaths(atPath: root)).filter { name in
            !name.hasPrefix("right/") && !name.hasPrefix("posix/")
                && FileManager.default.contents(atPath: root + name)?.prefix(4) == Data("TZif".utf8)
        }
        try #require(names.count > 300)
        for name in names {
            #expect(throws: Never.self, "\(name)") { try Zone(named: name) }
        }
    }
}

/// What the C library says of a zone, by way of `date`.
private enum CLibraryZone {
    static func offsets(of moments: [Int], in name: String) throws -> [Int] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/date")
        process.arguments = ["--file=-", "+%::z"]
        process.environment = ["TZ": name, "LC_ALL": "C"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // Short enough for a pipe's buffer, so nobody waits for the other.
        input.fileHandleForWriting.write(Data(moments.map { "@\($0)\n" }.joined().utf8))
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.dropFirst().split(separator: ":").compactMap { Int($0) }
            guard parts.count == 3 else { return nil }
            return (line.first == "-" ? -1 : 1) * (parts[0] * 3600 + parts[1] * 60 + parts[2])
        }
    }
}
