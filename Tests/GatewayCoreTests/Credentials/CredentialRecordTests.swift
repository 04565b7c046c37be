import Primitives
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

@Suite struct CredentialRecordTests {
    private static let pair = TokenPair(token: "t \"1\" é", refreshToken: "r1")
    private static let fingerprint = CredentialRecord.fingerprint(of: pair, connection: "cxpress")

    private static func record(
        _ phase: CredentialRecord.Phase, issued: Timestamp? = nil
    ) -> CredentialRecord {
        var record = CredentialRecord(given: pair, origins: [fingerprint, Digest.sha256([1])])
        record.issued = issued
        record.expiry = issued?.advanced(by: .seconds(3600))
        record.phase = phase
        return record
    }

    private static let records = [
        record(.settled), record(.settled, issued: Timestamp(seconds: 1_767_225_600)),
        record(.exchanging(since: Timestamp(seconds: 5), owner: [0, 255, 7])),
        record(.expired(.refused)), record(.expired(.answerLost), issued: Timestamp(seconds: -5)),
    ]

    @Test(arguments: records) func whatIsWrittenIsReadBack(record: CredentialRecord) throws {
        #expect(try CredentialRecord(decoding: record.encoded) == record)
    }

    /// Whatever happens to the bytes, the answer is a record or a refusal.
    @Test(arguments: UInt64(1)...20) func damagedBytesAreRefused(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = Self.records[generator.integer(0...4)].encoded
        for count in 0..<bytes.count {
            #expect(throws: CredentialRecord.Damaged.self) {
                try CredentialRecord(decoding: Array(bytes.prefix(count)))
            }
        }
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<generator.integer(1...4) {
                damaged[generator.integer(0...damaged.count - 1)] = UInt8(generator.integer(0...255))
            }
            if let read = try? CredentialRecord(decoding: damaged) {
                #expect(!read.pair.refreshToken.isEmpty && !read.origins.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("", "\"v\":2"), ("", "\"v\":\"1\""), ("settled", "unknown"),
        ("\"origins\":[\"", "\"origins\":[\"zz"),
        ("\"token\":", "\"other\":"), ("\"r1\"", "\"\""), ("\"r1\"", "null"),
    ])
    func whatIsNotOfTheShapeIsRefused(part: String, instead: String) throws {
        let text = String(decoding: Self.records[0].encoded, as: UTF8.self)
        let wanted = part.isEmpty ? "\"v\":1" : part
        let changed = text.split(separator: wanted, omittingEmptySubsequences: false).joined(
            separator: instead)
        #expect(changed != text)
        #expect(throws: CredentialRecord.Damaged.self) {
            try CredentialRecord(decoding: Array(changed.utf8))
        }
    }

    @Test func aFingerprintTellsPairsAndConnectionsApart() {
        let pairs = [
            TokenPair(token: "ab", refreshToken: "c"), TokenPair(token: "a", refreshToken: "bc"),
            TokenPair(token: "ab", refreshToken: "d"),
        ]
        var prints = Set(pairs.map { CredentialRecord.fingerprint(of: $0, connection: "cxpress") })
        prints.insert(CredentialRecord.fingerprint(of: pairs[0], connection: "cxpress-eu"))
        #expect(prints.count == 4)
        #expect(
            CredentialRecord.fingerprint(of: pairs[0], connection: "cxpress")
                == CredentialRecord.fingerprint(of: pairs[0], connection: "cxpress"))
    }

    @Test func nothingThatHoldsATokenShowsIt() {
        let pair = TokenPair(token: "planted-t", refreshToken: "planted-r")
        let record = CredentialRecord(given: pair, origins: [Self.fingerprint])
        var held = HeldPair(configured: pair, connection: "cxpress")
        _ = held.weigh(.nothing, owner: [])
        let holders: [Any] = [
            record, held, TokenGrant(token: "planted-t"),
            TokenOutcome.granted(TokenGrant(token: "planted-t")),
            CredentialVault.Reading.record(record, .init(1)), CallOutcome.answered(pair),
        ]
        for holder in holders {
            var dumped = ""
            dump(holder, to: &dumped)
            #expect(!"\(holder) \(String(reflecting: holder)) \(dumped)".contains("planted"))
        }
    }
}
