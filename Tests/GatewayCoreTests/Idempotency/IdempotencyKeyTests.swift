import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct IdempotencyKeyTests {
    @Test(arguments: [
        ("a", "a"), ("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        ("\"abc\"", "abc"), ("\"a\\\"b\\\\c\"", "a\"b\\c"), ("a\"b", "a\"b"), ("a,b;c=d", "a,b;c=d"),
        ("!~", "!~"),
    ])
    func readsKeys(value: String, key: String) {
        #expect(IdempotencyKey(Text(value))?.characters == Array(key.utf8))
    }

    @Test(arguments: [
        "", "\"\"", "\"", "\"abc", "\"a\"b\"", "\"abc\";q=1", "\"a\\bc\"", "\"a\\", "a b", "\"a b\"", "é",
        "a\u{7F}", "a\tb",
    ])
    func refusesWhatIsNone(value: String) {
        #expect(IdempotencyKey(Text(value)) == nil)
    }

    @Test func hasTwoHundredAndFiftyFiveCharactersAtMost() {
        let most = String(repeating: "k", count: 255)
        #expect(IdempotencyKey(Text(most)) != nil && IdempotencyKey(Text("\"\(most)\"")) != nil)
        #expect(IdempotencyKey(Text(most + "k")) == nil && IdempotencyKey(Text("\"\(most)k\"")) == nil)
    }

    @Test func aRequestCarriesOneOrNone() throws {
        #expect(try IdempotencyKey(of: Fields()) == nil)
        let one = Field(name: "idempotency-key", value: "a")
        #expect(try IdempotencyKey(of: Fields([one]))?.characters == Array("a".utf8))
        #expect(throws: Problem.self) { try IdempotencyKey(of: Fields([one, one])) }
        #expect(throws: Problem.self) {
            try IdempotencyKey(of: Fields([Field(name: "Idempotency-Key", value: "")]))
        }
    }

    /// Any bytes are a key or none, and a key is its characters wherever it is quoted.
    @Test(arguments: UInt64(1)...16) func quotingChangesNothing(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let text = generator.text(upTo: 20)
            guard let key = IdempotencyKey(Text(text)) else { continue }
            let escaped = key.characters.flatMap { byte in
                "\"\\".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
            }
            let quoted = "\"" + String(decoding: escaped, as: UTF8.self) + "\""
            #expect(IdempotencyKey(Text(quoted)) == key, "seed \(seed): \(text)")
        }
    }

    @Test func noTwoConsumersShareAPlace() throws {
        let (a, ab) = (try #require(IdempotencyKey("a")), try #require(IdempotencyKey("ba")))
        #expect(a.place(of: "x") != a.place(of: "y") && a.place(of: "xb") != ab.place(of: "x"))
        #expect(a.place(of: "x").count == 64)
    }
}

@Suite struct RequestFingerprintTests {
    private func fingerprint(
        _ method: Method = .post, _ path: Text = "/v1/contacts", _ query: Text? = nil, _ body: String? = nil
    ) throws -> RequestFingerprint {
        let request = Request(
            method: method, path: path, query: query, body: body.map { ByteBuffer($0) })
        return RequestFingerprint(request, try #require(QueryParameters(query)))
    }

    @Test func tellsRequestsApart() throws {
        let first = try fingerprint(.post, "/a", "x=1&y=2", "{}")
        #expect(first.compare(try fingerprint(.post, "/a", "y=2&x=1", "{}")) == .same)
        #expect(first.compare(try fingerprint(.patch, "/a", "x=1&y=2", "{}")) == .different)
        #expect(first.compare(try fingerprint(.post, "/b", "x=1&y=2", "{}")) == .different)
        #expect(first.compare(try fingerprint(.post, "/a", "x=1&y=3", "{}")) == .different)
        #expect(first.compare(try fingerprint(.post, "/a", "x=1&y=2", "{ }")) == .different)
        #expect(first.compare(try fingerprint(.post, "/a", "x=1&y=2")) == .different)
        let (joined, split) = (try fingerprint(.post, "/a", "xy=1"), try fingerprint(.post, "/a", "x=y1"))
        #expect(joined.compare(split) == .different)
    }

    @Test func anUnreadBodyIsUnknown() throws {
        let read = try fingerprint(.post, "/a", nil, "{}")
        let unread = RequestFingerprint(head: read.head, body: nil)
        #expect(read.compare(unread) == .unknown && unread.compare(read) == .unknown)
        #expect(unread.compare(try fingerprint(.post, "/b")) == .different)
    }
}
