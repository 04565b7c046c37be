import HTTPCore
import Primitives
import Testing

@testable import GatewayCore

@Suite struct RequestIDTests {
    private func id(_ given: String?) -> String {
        var fields = Fields()
        if let given { fields.append("x-request-id", Text(given)) }
        return RequestID.of(Request(method: .get, path: "/", fields: fields)).string
    }

    @Test(arguments: ["a", "A-z0.9_~", String(repeating: "x", count: 128)])
    func aPlainIDIsTakenOver(given: String) {
        #expect(id(given) == given)
    }

    @Test(arguments: [nil, "", "a b", "a\"b", "é", "a/b", "a\u{1B}[0m", String(repeating: "x", count: 129)])
    func anyOtherIsReplaced(given: String?) {
        let made = id(given)
        #expect(made.count == 32 && made.allSatisfy { "0123456789abcdef".contains($0) })
    }

    @Test func noTwoAreTheSame() {
        #expect(Set((0..<1000).map { _ in id(nil) }).count == 1000)
    }
}

@Suite struct ConsumerTableTests {
    private static let table = ConsumerTable([
        Configuration.Consumer(
            name: "app", keyDigest: Digest.sha256(Array("key-1".utf8)), scopes: [.read("tickets")]),
        Configuration.Consumer(
            name: "all", keyDigest: Digest.sha256(Array("key-2".utf8)), scopes: [.everything]),
    ])

    private func consumer(_ name: Text, _ value: Text) -> String? {
        let request = Request(method: .get, path: "/", fields: Fields([Field(name: name, value: value)]))
        return try? Self.table.consumer(of: request).name
    }

    @Test func aKeyIsFoundInBothFields() {
        #expect(consumer("Authorization", "Bearer key-1") == "app")
        #expect(consumer("authorization", "bEARER   key-2 ") == "all")
        #expect(consumer("x-api-key", "key-1") == "app")
    }

    @Test(arguments: [
        ("Authorization", "key-1"), ("Authorization", "Basic key-1"), ("Authorization", "Bearerkey-1"),
        ("Authorization", "Bearer "), ("Authorization", "Bearer key-1x"), ("X-API-Key", ""),
        ("X-API-Key", "KEY-1"), ("X-API-Key", "Bearer key-1"), ("Cookie", "key-1"),
    ])
    func anythingElseIsNobody(name: String, value: String) {
        #expect(consumer(Text(name), Text(value)) == nil)
    }

    @Test func scopesCoverWhatTheySay() throws {
        let request = { (key: Text) in
            Request(method: .get, path: "/", fields: Fields([Field(name: "X-API-Key", value: key)]))
        }
        let reader = try Self.table.consumer(of: request("key-1"))
        try reader.check(.read("tickets"))
        #expect(throws: Problem.self) { try reader.check(.write("tickets")) }
        #expect(throws: Problem.self) { try reader.check(.read("contacts")) }
        let all = try Self.table.consumer(of: request("key-2"))
        try all.check(.write("contacts"))
    }
}
