import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

/// How requests wait for a vendor's quota.
@Suite(.timeLimit(.minutes(5))) struct WaitingTests {
    private static let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")])

    private static func harness(
        _ windows: [Configuration.QuotaWindow], _ adjust: (inout Configuration) -> Void = { _ in }
    ) throws -> GatewayHarness {
        try GatewayHarness([.init(quota: windows, stand: { _ in page })], adjust: adjust)
    }

    private static func window(
        _ limit: Int, _ seconds: Int = 10, _ key: Configuration.QuotaWindow.Key = .egress
    ) -> Configuration.QuotaWindow {
        Configuration.QuotaWindow(limit: limit, window: .seconds(seconds), key: key, margin: .zero)
    }

    private func waiting(_ gateway: GatewayHarness) async -> JSONTree {
        await gateway.get("/v1/connections/cxpress/quota").json["data"]["waiting"]
    }

    @Test func aRequestWaitsAsLongAsItSays() async throws {
        let gateway = try Self.harness([Self.window(1)])
        _ = await gateway.get("/v1/tickets")
        gateway.time.advance(by: .seconds(1))
        let refused = await gateway.get("/v1/tickets", fields: [("Prefer", "wait=8")])
        #expect(refused.problem == "quota-exhausted" && refused.fields["Retry-After"] == "9")
        #expect(refused.fields["Preference-Applied"] == "wait=8")
        async let answer = gateway.get("/v1/tickets", fields: [("Prefer", "wait=9")])
        try await eventually("one waits") { await waiting(gateway) == 1 }
        gateway.alarms.advance(by: .seconds(9))
        let served = await answer
        #expect(served.status == 200 && served.fields["Preference-Applied"] == "wait=9")
        #expect(served.fields["Server-Timing"]?.string.hasPrefix("queue;dur=9000.000, ") == true)
        #expect(gateway.transport.calls.count == 2)
    }

    @Test func whatSaysNothingWaitsFiveSeconds() async throws {
        let gateway = try Self.harness([Self.window(1)])
        _ = await gateway.get("/v1/tickets")
        gateway.time.advance(by: .milliseconds(4999))
        #expect(await gateway.get("/v1/tickets").status == 429)
        gateway.time.advance(by: .milliseconds(1))
        async let answer = gateway.get("/v1/tickets")
        try await eventually("one waits") { await waiting(gateway) == 1 }
        gateway.alarms.advance(by: .seconds(5))
        let served = await answer
        #expect(served.status == 200 && served.fields["Preference-Applied"] == nil)
    }

    /// However many wait, who would wait for too long is told so within 5 ms; half of them, as the machine may
    /// be at work on something else.
    @Test func aRefusalComesAtOnce() async throws {
        let gateway = try Self.harness([Self.window(300, 50)])
        for _ in 0..<300 { _ = await gateway.get("/v1/tickets") }
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    let fields: [(Text, Text)] = [("Prefer", "wait=60"), GatewayHarness.alone]
                    return await gateway.get("/v1/tickets", fields: fields).status
                }
            }
            do {
                try await eventually("300 wait") { await waiting(gateway) == 300 }
                var times: [Duration] = []
                for _ in 0..<101 {
                    let start = ContinuousClock.now
                    let refused = await gateway.get("/v1/tickets", fields: [("Prefer", "wait=10")])
                    times.append(ContinuousClock.now - start)
                    #expect(refused.status == 429 && refused.fields["Retry-After"] == "100")
                }
                let median = times.sorted()[50]
                #expect(median <= .milliseconds(5), "\(median)")
            } catch {
                Issue.record(error)
            }
            gateway.alarms.advance(by: .seconds(50))
            let statuses = await group.reduce(into: Set()) { $0.insert($1) }
            #expect(statuses == [200])
        }
    }

    @Test func bulkGoesLast() async throws {
        let gateway = try Self.harness([Self.window(1)])
        _ = await gateway.get("/v1/tickets")
        async let bulk = gateway.get("/v1/tickets", fields: [("Prefer", "wait=60"), ("Priority", "u=6")])
        try await eventually("one waits") { await waiting(gateway) == 1 }
        async let normal = gateway.get("/v1/tickets", fields: [("Prefer", "wait=60")])
        try await eventually("two wait") { await waiting(gateway) == 2 }
        gateway.alarms.advance(by: .seconds(10))
        let first = await normal
        #expect(first.status == 200 && gateway.transport.calls.count == 2)
        gateway.alarms.advance(by: .seconds(10))
        #expect(await bulk.status == 200)
    }

    /// What the second quota refuses is given back to the first.
    @Test func aCallSpendsInAllItsQuotasOrInNone() async throws {
        let gateway = try Self.harness([Self.window(5, 600, .credential), Self.window(1, 60)])
        for _ in 0..<20 { _ = await gateway.get("/v1/tickets") }
        let windows = await gateway.get("/v1/connections/cxpress/quota").json["data"]["windows"].elements
        #expect(windows.map { $0["used"] } == [1, 1])
    }

    @Test func aLimitWithoutATimeRestsTheAccount() async throws {
        let isLimited = Switch()
        isLimited.set(true)
        let track = GatewayHarness.Connection(
            name: "track", quota: [Self.window(100, 60, .credential)],
            stand: { _ in isLimited.isOn ? .json("{}", status: 429) : .json("{}") }, vendor: "track",
            credentials: ["token": "planted-token", "organization": "acme"])
        let gateway = try GatewayHarness([track])
        let target = "/v1/connections/track/passthrough/surveys"
        #expect(await gateway.get(target).status == 429)
        isLimited.set(false)
        let refused = await gateway.get(target, fields: [("Prefer", "wait=10")])
        #expect(refused.problem == "quota-exhausted" && refused.fields["Retry-After"] == "60")
        #expect(gateway.transport.calls.count == 1)
        gateway.time.advance(by: .seconds(60))
        #expect(await gateway.get(target).status == 200)
    }

    /// What passes through and is carried out ends the doubling of rests, as any call does.
    @Test func aPassedThroughSuccessEndsTheBackOff() async throws {
        let isLimited = Switch()
        let track = GatewayHarness.Connection(
            name: "track", quota: [Self.window(100, 60, .credential)],
            stand: { _ in isLimited.isOn ? .json("{}", status: 429) : .json("{}") }, vendor: "track",
            credentials: ["token": "planted-token", "organization": "acme"])
        let gateway = try GatewayHarness([track])
        let target = "/v1/connections/track/passthrough/surveys"
        let atOnce: [(Text, Text)] = [("Prefer", "wait=0")]
        #expect(await gateway.get(target, fields: atOnce).status == 200)
        for _ in 0..<3 {
            // A second before the oldest call leaves, so that the rest is the doubled second, if it is longer.
            gateway.time.advance(by: .seconds(59))
            isLimited.set(true)
            #expect(await gateway.get(target, fields: atOnce).status == 429)
            isLimited.set(false)
            let refused = await gateway.get(target, fields: atOnce)
            #expect(refused.fields["Retry-After"] == "1")
            gateway.time.advance(by: .seconds(1))
            #expect(await gateway.get(target, fields: atOnce).status == 200)
        }
    }

    @Test func aStoreThatCannotBeWrittenSendsNothing() async throws {
        let time = ManualTime()
        let store = UnreliableStore(time: time, seed: 1, percent: 100)
        let gateway = try GatewayHarness([.init(stand: { _ in Self.page })], time: time, store: store)
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 503 && answer.problem == "overloaded")
        #expect(
            answer.fields["Retry-After"] == "1" && answer.json["detail"].string?.contains("history") == true)
        #expect(gateway.transport.calls.isEmpty)
    }
}
