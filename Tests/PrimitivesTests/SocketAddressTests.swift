import Primitives
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("0.0.0.0:0", "0.0.0.0:0"), ("localhost:1", "127.0.0.1:1"),
        ("[::1]:65535", "[::1]:65535"), ("[::]:80", "[::]:80"),
    ])
    func readsNumericAddresses(text: String, printed: String) {
        #expect(SocketAddress(text)?.description == printed)
    }

    @Test(arguments: [
        "", ":", ":80", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1", "127.0.0.1:-1",
        "127.0.0.1:8080 ", "[127.0.0.1]:80", "::1:80", "[::1]", "[::1]80", "[]:80", "example.com:80", "*:80",
        "LOCALHOST:80", "127.0.0.1:000080",
    ])
    func refusesTheRest(text: String) {
        #expect(SocketAddress(text) == nil)
    }
}
