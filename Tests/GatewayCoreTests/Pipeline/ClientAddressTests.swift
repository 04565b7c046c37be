import HTTPCore
import Primitives
import Testing

@testable import GatewayCore

@Suite struct ClientAddressTests {
    private func client(
        _ forwarded: [String], peer: String, proxies: [String] = ["10.0.0.0/8", "127.0.0.1/32"]
    ) throws -> String {
        let ranges = try proxies.map { try #require(AddressRange($0)) }
        let fields = Fields(forwarded.map { Field(name: "X-Forwarded-For", value: Text($0)) })
        let request = Request(method: .get, path: "/", fields: fields, peer: try #require(IPAddress(peer)))
        return "\(ClientAddresses(proxies: ranges).client(of: request))"
    }

    @Test func nobodyButAProxyIsBelieved() throws {
        #expect(try client(["203.0.113.9"], peer: "198.51.100.1") == "198.51.100.1")
        #expect(try client(["203.0.113.9"], peer: "10.1.2.3", proxies: []) == "10.1.2.3")
        #expect(try client([], peer: "10.1.2.3") == "10.1.2.3")
    }

    @Test func theLastAddressThatIsNoProxyIsTheClient() throws {
        #expect(try client(["203.0.113.9"], peer: "10.1.2.3") == "203.0.113.9")
        #expect(try client(["1.1.1.1, 203.0.113.9, 10.9.9.9"], peer: "127.0.0.1") == "203.0.113.9")
        #expect(try client(["1.1.1.1", "203.0.113.9,10.9.9.9"], peer: "127.0.0.1") == "203.0.113.9")
        #expect(try client(["10.4.4.4, 10.5.5.5"], peer: "10.1.2.3") == "10.4.4.4")
    }

    @Test func behindWhatIsNoAddressNothingIsBelieved() throws {
        #expect(try client(["203.0.113.9, unknown"], peer: "10.1.2.3") == "10.1.2.3")
        #expect(try client(["203.0.113.9, unknown, 10.9.9.9"], peer: "10.1.2.3") == "10.9.9.9")
        #expect(try client([" , "], peer: "10.1.2.3") == "10.1.2.3")
    }
}
