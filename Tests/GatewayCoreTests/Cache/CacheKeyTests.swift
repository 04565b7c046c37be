import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@testable import GatewayCore

@Suite struct CacheKeyTests {
    private func key(
        _ query: String, path: String = "/v1/tickets", _ operation: Operation = .listTickets
    ) throws -> CacheKey {
        let parameters = try #require(QueryParameters(Text(query)))
        return CacheKey(operation, path: Text(path), parameters.all)
    }

    @Test func orderAndSpellingChangeNothing() throws {
        let one = try key("status=open&limit=5&search=a%20b")
        let other = try key("search=a+b&&limit=%35&status=open")
        #expect(one == other && one.hash == other.hash && one.hashValue == other.hashValue)
        #expect(try key("a=1&a=2") == key("a=2&a=1"))
    }

    @Test func nothingIsTakenForAnother() throws {
        let keys = [
            try key(""), try key("a"), try key("a=1"), try key("a=1&b=2"), try key("a=1%26b=2"),
            try key("a=1b=2"), try key("a1="), try key("=a1"), try key("a=&b="), try key("a=b&="),
            try key("ab=&="), try key("a=%00"), try key("a=1&a=1"), try key("", path: "/v1/tickets/"),
            try key("", path: "/v1/ticketsa"), try key("", .listContacts), try key("A=1"),
        ]
        for (index, one) in keys.enumerated() {
            for other in keys[..<index] { #expect(one != other) }
        }
        #expect(Set(keys).count == keys.count)
    }

    /// Two queries have one key when they have the same parameters, and only then.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func aKeyIsItsParameters(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func parts() -> [String] {
            (0..<random.integer(0...4)).map { _ in
                let name = String(repeating: random.element(of: ["a", "b"]), count: random.integer(1...2))
                return name + "=" + String(repeating: "a", count: random.integer(0...2))
            }
        }
        let (one, other) = (parts(), parts())
        let keys = try (
            key(one.shuffled(using: &random).joined(separator: "&")),
            key(other.shuffled(using: &random).joined(separator: "&"))
        )
        #expect((keys.0 == keys.1) == (one.sorted() == other.sorted()), "\(one) \(other)")
    }
}
