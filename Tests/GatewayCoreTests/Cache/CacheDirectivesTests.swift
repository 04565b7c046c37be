import HTTPCore
import Primitives
import Testing

@testable import GatewayCore

@Suite struct CacheDirectivesTests {
    private func read(_ values: String...) -> CacheDirectives {
        CacheDirectives(Fields(values.map { Field(name: "Cache-Control", value: Text($0)) }))
    }

    @Test func eachDirectiveIsRead() {
        #expect(read("no-cache").isNoCache && read("NO-CACHE").isNoCache)
        #expect(read("no-store").isNoStore && !read("no-store").isNoCache)
        #expect(read("only-if-cached").isOnlyIfCached)
        #expect(read("max-age=20").maximumAge == .seconds(20))
        #expect(read("Max-Age=\"7\"").maximumAge == .seconds(7))
        #expect(read("max-age=0").maximumAge == .zero)
    }

    @Test func severalStandTogether() {
        let directives = read(" max-age=9 ,, only-if-cached", "no-cache, max-age=4, max-age=6")
        #expect(directives.isNoCache && directives.isOnlyIfCached && !directives.isNoStore)
        #expect(directives.maximumAge == .seconds(4), "the strictest counts")
    }

    @Test func aLongTimeIsHeld() {
        let seconds = "99999999999999999999999999"
        #expect(read("max-age=\(seconds)").maximumAge == .seconds(Int64(1) << 31))
    }

    @Test(arguments: [
        "", ",", "=", "max-age", "max-age=", "max-age=-1", "max-age=1.5", "max-age=1s", "max-age=\"\"",
        "max-age=\"5", "max age=5", "no-cache=x", "no-store=1", "nocache", "min-fresh=5", "max-stale",
        "only-if-cached=true", "public", "\u{7F}",
    ])
    func whatIsMalformedIsIgnored(value: String) {
        #expect(read(value) == CacheDirectives())
    }
}
