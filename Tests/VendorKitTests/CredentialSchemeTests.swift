import Primitives
import Testing
import UnifiedModel
import VendorKit

@Suite struct CredentialSchemeTests {
    private let account = Account(
        source: RecordSource(connection: "c", vendor: "v"), moment: Timestamp(milliseconds: 0))

    @Test func aKeyThatIsLeftOutFallsBack() {
        let keys = FixedKeys(["api_key": "general", "report_key": "reports", "crm_key": ""])
        #expect(keys.key("report_key", or: "api_key") == "reports" as Text)
        #expect(keys.key("crm_key", or: "api_key") == "general" as Text)
        #expect(keys.key("visits_key", or: "api_key") == "general" as Text)
        #expect(keys.key("visits_key").isEmpty && keys.key("a", or: "b").isEmpty)
    }

    @Test func aBearerKeyGoesOnTheCallAsItIs() {
        var request = VendorRequest(.get, "/a")
        FixedCredentials.bearer("token").authorize(&request, FixedKeys(["token": "t0"]), account)
        #expect(request.fields.values(of: "authorization") == ["Bearer t0"])
    }

    @Test func nothingThatHoldsASecretShowsIt() {
        let holders: [Any] = [
            FixedKeys(["token": "planted"]), IssuedToken(token: "planted"),
            TokenPair(token: "planted", refreshToken: "planted"),
        ]
        for holder in holders {
            var dumped = ""
            dump(holder, to: &dumped)
            #expect(!"\(holder) \(String(reflecting: holder)) \(dumped)".contains("planted"))
        }
    }
}
