import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct IdempotencyRecordTests {
    static func fingerprint(_ number: UInt8 = 1, hasBody: Bool = true) -> RequestFingerprint {
        RequestFingerprint(
            head: Array(repeating: number, count: 32),
            body: hasBody ? Array(repeating: number &+ 1, count: 32) : nil)
    }

    private static let samples: [IdempotencyRecord] = {
        let since = Timestamp(milliseconds: 1_767_225_600_123)
        let problem = KeptAnswer(
            status: 422, problem: .vendorRejected, outcome: .notApplied,
            fields: [
                .init(name: Array("Content-Type".utf8), value: Array("application/problem+json".utf8)),
                .init(name: Array("Retry-After".utf8), value: []),
            ], body: Array("{}".utf8))
        let empty = KeptAnswer(status: 204, outcome: nil)
        return [
            IdempotencyRecord(
                fingerprint(), since: since, .running(owner: Array(repeating: 7, count: 56), until: since)),
            IdempotencyRecord(
                fingerprint(hasBody: false), since: since, .running(owner: [], until: since)),
            IdempotencyRecord(fingerprint(), since: since, .finished(problem)),
            IdempotencyRecord(fingerprint(hasBody: false), since: since, .finished(empty)),
            IdempotencyRecord(fingerprint(), since: since, .finishedWithoutAnswer(.applied)),
            IdempotencyRecord(fingerprint(), since: since, .finishedWithoutAnswer(.unknown)),
        ]
    }()

    @Test func readsWhatItWrote() throws {
        for record in Self.samples { #expect(try IdempotencyRecord(decoding: record.encoded) == record) }
    }

    @Test func noPartOfARecordIsOne() {
        for bytes in Self.samples.map(\.encoded) {
            for count in 0..<bytes.count {
                #expect(throws: IdempotencyRecord.Damaged.self) {
                    try IdempotencyRecord(decoding: Array(bytes.prefix(count)))
                }
            }
            #expect(throws: IdempotencyRecord.Damaged.self) {
                try IdempotencyRecord(decoding: bytes + [0])
            }
        }
    }

    @Test func anotherVersionIsNotRead() {
        for var bytes in Self.samples.map(\.encoded) {
            bytes[IdempotencyRecord.mark.count] += 1
            #expect(throws: IdempotencyRecord.Damaged.self) { try IdempotencyRecord(decoding: bytes) }
        }
    }

    /// Bytes that were changed are a record or none, and nothing worse.
    @Test(arguments: UInt64(1)...16) func changedBytesEndNothing(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var bytes = generator.element(of: Self.samples).encoded
            for _ in 0...generator.integer(0...3) {
                bytes[generator.integer(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: generator.next())
            }
            _ = try? IdempotencyRecord(decoding: bytes)
        }
    }

    @Test func anAnswerIsGivenAgainAsItWas() throws {
        var fields = Fields([Field(name: "Content-Type", value: "application/json")])
        fields.append("Location", "/v1/contacts/demo:1")
        let response = Response(.created, fields: fields, body: .buffer(ByteBuffer("{\"data\":1}")))
        let replay = try #require(KeptAnswer(response, outcome: .applied)).replay.response
        #expect(replay.status == .created && replay.fields["Location"] == "/v1/contacts/demo:1")
        #expect(replay.fields["Idempotent-Replayed"] == "true")
        guard case .buffer(let body) = replay.body else { return #expect(Bool(false), "no body") }
        #expect(body.string == "{\"data\":1}")
    }

    @Test func aBodyInAFileIsReadOutOfIt() throws {
        let text = String(repeating: "0123456789", count: 5000)
        let response = Response(.ok, body: .file(try #require(MemoryFile(ByteBuffer(text)))))
        #expect(try #require(KeptAnswer(response, outcome: nil)).body == Array(text.utf8))
        let large = ByteBuffer([UInt8](repeating: 1, count: KeptAnswer.maximumSize + 1))
        let file = try #require(MemoryFile(large))
        #expect(KeptAnswer(Response(.ok, body: .file(file)), outcome: nil) == nil)
    }

    @Test func aMebibyteIsKeptAndNotOneByteMore() {
        func answer(_ count: Int) -> Response {
            Response(.ok, body: .buffer(ByteBuffer([UInt8](repeating: 1, count: count))))
        }
        #expect(KeptAnswer(answer(KeptAnswer.maximumSize), outcome: nil) != nil)
        #expect(KeptAnswer(answer(KeptAnswer.maximumSize + 1), outcome: nil) == nil)
    }
}
