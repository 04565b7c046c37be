import HTTPCore
import HTTPUpstream
import Primitives
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

/// A request's time, and what draws on it.
@Suite struct DeadlineTests {
    private static let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")], hasMore: true)

    @Test func aCallHasWhatTheWaitLeft() async throws {
        let window = Configuration.QuotaWindow(limit: 1, window: .seconds(4), key: .egress, margin: .zero)
        let gateway = try GatewayHarness([.init(quota: [window], stand: { _ in Self.page })]) {
            $0.server.requestTimeout = .seconds(10)
        }
        _ = await gateway.get("/v1/tickets")
        async let answer = gateway.get("/v1/tickets")
        while await gateway.get("/v1/connections/cxpress/quota").json["data"]["waiting"] != 1 {
            await Task.yield()
        }
        gateway.alarms.advance(by: .seconds(4))
        #expect(await answer.status == 200)
        #expect(gateway.transport.timeouts.map(\.total) == [.seconds(10), .seconds(6)])
        #expect(gateway.transport.timeouts.map(\.firstByte) == [.seconds(10), .seconds(6)])
        #expect(gateway.transport.timeouts.map(\.connect) == [.seconds(3), .seconds(3)])
    }

    /// The default wait of five seconds is not waited where the request has less.
    @Test func theWaitForQuotaIsPartOfIt() async throws {
        let window = Configuration.QuotaWindow(limit: 1, window: .seconds(4), key: .egress, margin: .zero)
        let gateway = try GatewayHarness([.init(quota: [window], stand: { _ in Self.page })]) {
            $0.server.requestTimeout = .seconds(3)
        }
        _ = await gateway.get("/v1/tickets")
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.problem == "quota-exhausted" && answer.fields["Retry-After"] == "4")
        async let patient = gateway.get("/v1/tickets", fields: [("Prefer", "wait=4")])
        while await gateway.get("/v1/connections/cxpress/quota").json["data"]["waiting"] != 1 {
            await Task.yield()
        }
        gateway.alarms.advance(by: .seconds(4))
        #expect(await patient.status == 200, "what a request says that it waits comes on top")
    }

    @Test func aTimeoutThatLeftNothingIsNotRepeated() async throws {
        let time = ManualTime()
        let gateway = try GatewayHarness(
            [
                .init { _ in
                    time.advance(by: .seconds(20))
                    return .failure(.timedOut(.firstByte), .maybeSent)
                }
            ], time: time)
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 504 && answer.problem == "vendor-timeout")
        #expect(gateway.transport.timeouts.map(\.total) == [.seconds(30), .seconds(10)])
    }

    @Test func aStreamsPagesHaveTheirOwnTime() async throws {
        let time = ManualTime()
        let pages = Counter()
        let gateway = try GatewayHarness(
            [
                .init { _ in
                    time.advance(by: .seconds(20))
                    return CxpressRows.page(
                        "tickets", [CxpressRows.ticket("\(pages.next())")], hasMore: pages.value < 6)
                }
            ], time: time)
        let answer = await gateway.get("/v1/tickets", fields: [("Accept", "application/x-ndjson")])
        #expect(answer.lines.count == 7 && answer.lines.last?["meta"]["complete"] == true)
        #expect(gateway.transport.timeouts.allSatisfy { $0.total == .seconds(30) })
    }

    /// A renewal that hangs holds nobody longer than the request's time.
    @Test func aTokenIsNotWaitedForPastIt() async throws {
        let gate = Gate()
        let isDue = Switch()
        let gateway = try GatewayHarness { call in
            if call.path == "/external/update/token" {
                isDue.set(true)
                await gate.wait()
                return CxpressRows.pair("planted-token-2", "planted-refresh-token-2")
            }
            return CxpressRows.refusal(401)
        }
        let isOver = Switch()
        let task = Task {
            defer { isOver.set(true) }
            return await gateway.get("/v1/tickets")
        }
        while !isDue.isOn { await Task.yield() }
        gateway.time.advance(by: .seconds(30))
        while !isOver.isOn {
            gateway.alarms.fire()
            await Task.yield()
        }
        let late = await task.value
        #expect(late.status == 504 && late.problem == "vendor-timeout" && late.json["retriable"] == true)
        #expect(late.fields["Server-Timing"]?.string.contains("token;dur=30000.000") == true)
        gate.open()
    }

    @Test func noMoreWaitForATokenThanMay() async throws {
        let source = HangingTokens()
        let time = ManualTime()
        let keeper = TokenKeeper(
            source, lifetime: .seconds(3600), time: time, alarms: ManualAlarms(time: time), jitter: { 0 },
            maximumWaiting: 2)
        let isRefused = Gate()
        let tasks = (0..<3).map { _ in
            Task { () -> Bool in
                do throws(TokenUnavailable) {
                    return try await keeper.token(through: NoTokenCalls(), on: nil) == "planted"
                } catch {
                    guard case .crowded = error else { return false }
                    isRefused.open()
                    return true
                }
            }
        }
        await isRefused.wait()
        source.gate.open()
        for task in tasks { #expect(await task.value) }
    }
}

/// Tokens whose renewal takes until a gate opens.
private final class HangingTokens: TokenSource {
    let gate = Gate()

    var storeFault: StoreFault? { nil }

    func renew(_ need: TokenNeed, through calls: any TokenCalls) async -> TokenOutcome {
        await gate.wait()
        return .granted(TokenGrant(token: "planted"))
    }
}

private struct NoTokenCalls: TokenCalls {
    func spendForRenewal() async -> Bool { true }
    func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair> { .notMade }
    func issue(_ key: Text) async -> CallOutcome<IssuedToken> { .notMade }
}
