import GatewayCore
import Testing

@Suite struct SecretTests {
    private struct Holder {
        var name = "holder"
        var secret = Secret("hunter2")
        var maybe: Secret? = Secret("hunter2")
    }

    @Test func nothingPrintsASecret() {
        var dumped = ""
        dump(Holder(), to: &dumped)
        let texts = [
            "\(Secret("hunter2"))", String(reflecting: Secret("hunter2")), "\(Holder())",
            String(reflecting: [Secret("hunter2")]), "\(["a": Secret("hunter2")])", dumped,
        ]
        for text in texts {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("[redacted]"))
        }
    }

    @Test func comparesByBytes() {
        #expect(Secret("hunter2") == Secret("hunter2"))
        #expect(Secret("hunter2") != Secret("hunter3"))
        #expect(Secret("hunter2") != Secret("hunter22"))
        #expect(Secret("") == Secret(""))
        #expect(Secret("hunter2").reveal() == "hunter2")
    }

    @Test func aWholeConfigurationPrintsNoSecret() throws {
        let text = try SampleConfigurationTests.sample("gateway.yaml")
        let read = try decode(text, SampleConfigurationTests.surroundings).get()
        var dumped = ""
        dump(read, to: &dumped)
        for secret in ["crm-key", "0123456789abcdef"] {
            #expect(!"\(read)".contains(secret))
            #expect(!dumped.contains(secret))
        }
    }
}
