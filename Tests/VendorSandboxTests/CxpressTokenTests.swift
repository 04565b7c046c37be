import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct CxpressTokenTests {
    private func refresh(_ client: CxpressClient, with token: String) async throws -> CxpressClient.Answer {
        try await client.call(
            .put, "update/token", body: #"{"refresh_token": "\#(token)"}"#, token: nil)
    }

    private func isAccepted(_ client: CxpressClient, _ token: String) async throws -> Bool {
        try await client.call(.get, "sector", token: token).status == 200
    }

    @Test func `A refresh token brings a new pair, once`() async throws {
        let client = CxpressClient()
        let answer = try await refresh(client, with: "sandbox-refresh-token")
        #expect(answer.status == 200)
        #expect(answer.json["code_cxpress"] == 6700)
        let token = try #require(answer.json["token"].string)
        let next = try #require(answer.json["refresToken"].string)
        #expect(try await isAccepted(client, token))
        #expect(client.simulator.credentials == CxpressCredentialPair(token: token, refreshToken: next))
        #expect(try await refresh(client, with: "sandbox-refresh-token").isRefusal(401, 6701))
        #expect(try await refresh(client, with: next).status == 200)
        #expect(client.simulator.refreshes == 2)
    }

    @Test func `An unknown refresh token is refused`() async throws {
        #expect(try await refresh(CxpressClient(), with: "guess").isRefusal(401, 6701))
    }

    @Test(arguments: ["{}", #"{"refresh_token": 1}"#, #"{"refresh_token": ""}"#])
    func `A body without a refresh token is refused`(body: String) async throws {
        let answer = try await CxpressClient().call(.put, "update/token", body: body, token: nil)
        #expect(answer.isRefusal(400, 6708))
    }

    @Test func `An API token lives an hour`() async throws {
        let client = CxpressClient()
        client.time.advance(by: .milliseconds(3_599_999))
        #expect(try await isAccepted(client, "sandbox-token"))
        client.time.advance(by: .milliseconds(1))
        let answer = try await client.get("sector")
        #expect(answer.isRefusal(401, 6703))
    }

    @Test func `A refresh leaves the older token its hour`() async throws {
        let client = CxpressClient()
        client.time.advance(by: .seconds(1800))
        let answer = try await refresh(client, with: "sandbox-refresh-token")
        let token = try #require(answer.json["token"].string)
        #expect(try await isAccepted(client, "sandbox-token"))
        client.time.advance(by: .seconds(1800))
        #expect(try await !isAccepted(client, "sandbox-token"))
        #expect(try await isAccepted(client, token))
        client.time.advance(by: .seconds(1800))
        #expect(try await !isAccepted(client, token))
    }

    @Test func `A refresh token lives seven days`() async throws {
        let client = CxpressClient()
        client.time.advance(by: .seconds(7 * 86_400) - .milliseconds(1))
        let answer = try await refresh(client, with: "sandbox-refresh-token")
        #expect(answer.status == 200)
        let next = try #require(answer.json["refresToken"].string)
        client.time.advance(by: .seconds(7 * 86_400))
        #expect(try await refresh(client, with: next).isRefusal(401, 6701))
    }

    @Test func `An account is locked until a person issues a pair`() async throws {
        let client = CxpressClient()
        _ = try await refresh(client, with: "sandbox-refresh-token")
        client.time.advance(by: .seconds(3600))
        #expect(try await refresh(client, with: "sandbox-refresh-token").isRefusal(401, 6701))
        let pair = client.simulator.issueCredentials()
        #expect(try await isAccepted(client, pair.token))
        #expect(try await refresh(client, with: pair.refreshToken).status == 200)
    }

    @Test func `Tokens can be ended from outside`() async throws {
        let client = CxpressClient()
        client.simulator.expireTokens()
        #expect(try await !isAccepted(client, "sandbox-token"))
        client.simulator.expireRefreshToken()
        #expect(try await refresh(client, with: "sandbox-refresh-token").isRefusal(401, 6701))
    }

    /// The answer to the exchange is lost, and with it the account: presenting the token again is counted.
    @Test func `A lost answer spends the refresh token`() async throws {
        let faults = FaultPlan()
        let client = CxpressClient { $0.faults = faults }
        faults.plan(Fault(.dropped, takesEffect: true), path: "/external/update/token")
        #expect(try await refresh(client, with: "sandbox-refresh-token").json == nil)
        #expect(client.simulator.refreshes == 1)
        #expect(client.simulator.statistics.spentTokensPresented == 0)
        #expect(try await refresh(client, with: "sandbox-refresh-token").isRefusal(401, 6701))
        #expect(try await refresh(client, with: "guess").isRefusal(401, 6701))
        let statistics = client.simulator.statistics
        #expect(statistics.spentTokensPresented == 1 && statistics.tokenCalls == 3)
        #expect(statistics.tokensIssued == 1 && statistics.faults == 1)
    }

    @Test func `A revoked token is refused and the others are not`() async throws {
        let faults = FaultPlan()
        let client = CxpressClient { $0.faults = faults }
        let answer = try await refresh(client, with: "sandbox-refresh-token")
        faults.plan(Fault(.revoked), path: "/external/sector")
        #expect(try await client.get("sector").isRefusal(401, 6703))
        #expect(try await client.get("sector").isRefusal(401, 6703))
        #expect(try await isAccepted(client, try #require(answer.json["token"].string)))
    }

    @Test func `Credentials begin anew without the data, and the data without them`() async throws {
        let client = CxpressClient()
        _ = try await refresh(client, with: "sandbox-refresh-token")
        #expect(
            try await client.call(.delete, "consumer/\(client.landmarks.contactWithoutTickets)").status == 200
        )
        client.simulator.reset([.data])
        let path = "consumer/\(client.landmarks.contactWithoutTickets)"
        #expect(try await client.get(path).status == 200)
        #expect(client.simulator.credentials.refreshToken != "sandbox-refresh-token")
        client.simulator.reset([.credentials, .statistics])
        #expect(try await refresh(client, with: "sandbox-refresh-token").status == 200)
        #expect(client.simulator.statistics.calls == 1)
    }
}
