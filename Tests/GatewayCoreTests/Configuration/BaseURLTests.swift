import GatewayCore
import Testing

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://api.track.co", "https://api.track.co", ""),
        ("https://api.tracksale.co/v2/", "https://api.tracksale.co/v2", "/v2"),
        ("HTTP://LocalHost:9100//", "http://localhost:9100", ""),
        ("http://[::1]:9100/a/b%20c", "http://[::1]:9100/a/b%20c", "/a/b%20c"),
        ("http://127.0.0.1", "http://127.0.0.1", ""),
        ("http://mesh_1.svc/Path", "http://mesh_1.svc/Path", "/Path"),
    ])
    func readsAbsoluteURLs(text: String, printed: String, path: String) throws {
        let url = try BaseURL(text)
        #expect(url.description == printed)
        #expect(url.path == path)
    }

    @Test(arguments: [
        "", "api.track.co", "//x", "https:/x", "https://", "https:///a", "ftp://x", "file:///etc/passwd",
        "https://x?a", "https://x#a", "https://u@x", "https://u:p@x/", "https://x:", "https://x:70000",
        "https://x:+1", "https://x:1a", "https://[::1", "https://[zz]", "https://[127.0.0.1]", "https://::1",
        "https://x y", "https://x/a b", "https://x/é", "https://x/a//b", "https://x/./b", "https://x/%",
        "https://x/%2", "https://x/%g0", "https://x/..",
        "https://x\r\ny", "https://x/\u{0}", "https://-x", "https://é",
    ])
    func refusesTheRest(text: String) {
        #expect(throws: BaseURL.Malformed.self) { try BaseURL(text) }
    }
}
