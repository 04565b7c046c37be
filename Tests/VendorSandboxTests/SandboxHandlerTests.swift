import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// The simulators behind one address, and what scripts ask of them behind the vendors' backs.
struct SandboxHandlerTests {
    private let time = ManualTime()
    private let sandbox: SandboxHandler
    private let surveys = "/track/v1/organizations/\(TrackConfiguration().organization)/surveys"

    init() { sandbox = SandboxHandler(time: time, limits: ["track": 5]) }

    private func call(
        _ method: HTTPCore.Method, _ path: String, body: String? = nil, token: Text = "sandbox-token"
    ) async -> (status: Int, json: JSONTree) {
        let request = Request(
            method: method, path: Text(path),
            fields: Fields([Field(name: "Authorization", value: Text(joining: "Bearer ", token))]),
            body: body.map { ByteBuffer($0) })
        let response = await sandbox.respond(to: request)
        guard case .buffer(let buffer) = response.body else { return (response.status.code, nil) }
        return (response.status.code, (try? JSONTree(buffer)) ?? nil)
    }

    @Test func `Every vendor has a simulator where it is said to be`() async {
        #expect(
            SandboxHandler.vendors.map(\.name) == ["track", "track_nps", "indecx", "cxpress", "tatodesk"])
        for vendor in SandboxHandler.vendors {
            #expect(await call(.get, "/\(vendor.name)/-/statistics").status == 200)
            for path in vendor.paths.values {
                #expect(path.hasPrefix("/\(vendor.name)"))
                #expect(await call(.get, path + "/nowhere").status >= 400)
            }
            #expect(
                await call(.get, "/\(vendor.name)/-/statistics").json["calls"].integer == vendor.paths.count)
        }
        #expect(await call(.get, "/other/-/statistics").status == 404)
        #expect(await call(.get, "/").status == 404)
    }

    @Test func `Statistics say what was seen, and do not count themselves`() async {
        for _ in 0..<7 { _ = await call(.get, surveys) }
        let statistics = await call(.get, "/track/-/statistics").json
        #expect(
            statistics.keys == [
                "limit", "window_seconds", "calls", "most_in_any_window", "refused", "blocks", "faults",
                "token_calls", "tokens_issued", "spent_refresh_tokens_presented", "answers",
            ])
        #expect(statistics["limit"] == 5 && statistics["window_seconds"] == 60)
        #expect(statistics["calls"] == 7 && statistics["most_in_any_window"] == 7)
        #expect(statistics["refused"] == 2)
        #expect(statistics["answers"]["200"] == 5 && statistics["answers"]["429"] == 2)
    }

    @Test func `Faults are planned from outside`() async {
        #expect(
            await call(.post, "/track/-/faults", body: #"{"fault": "error", "status": 503, "times": 2}"#)
                .status
                == 204)
        #expect(
            await call(.post, "/track/-/faults", body: #"{"fault": "html", "path": "/v1", "method": "GET"}"#)
                .status == 204)
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(await call(.get, surveys).status) }
        #expect(statuses == [503, 503, 500, 200])
        #expect(await call(.get, "/track/-/statistics").json["faults"] == 3)
    }

    @Test func `A probability holds until it is reset`() async {
        let order = #"{"fault": "error", "status": 500, "probability": 1}"#
        #expect(await call(.post, "/indecx/-/faults", body: order).status == 204)
        for _ in 0..<5 { #expect(await call(.get, "/indecx/v3").status == 500) }
        #expect(await call(.post, "/indecx/-/reset", body: #"{"only": ["faults"]}"#).status == 204)
        #expect(await call(.get, "/indecx/v3").status == 401)
        #expect(await call(.get, "/indecx/-/statistics").json["calls"] == 6)
    }

    @Test(arguments: [
        "", "[]", "{", "{}", #"{"fault": "fire"}"#, #"{"fault": "error", "status": 99}"#,
        #"{"fault": "error", "times": 0}"#, #"{"fault": "error", "probability": 1.5}"#,
        #"{"fault": "error", "probability": 0.5, "times": 2}"#, #"{"fault": "error", "method": "FETCH"}"#,
        #"{"fault": "error", "seconds": -1}"#, #"{"fault": "delay", "second": 1}"#,
    ])
    func `Orders that cannot be carried out are refused`(body: String) async {
        let answer = await call(.post, "/track/-/faults", body: body)
        #expect(answer.status == 400 && answer.json["message"].string?.isEmpty == false)
        #expect(await call(.get, surveys).status == 200)
    }

    @Test func `Another limit holds from when it is given`() async {
        for _ in 0..<6 { _ = await call(.get, surveys) }
        let order = #"{"limit": 2, "window_seconds": 3}"#
        #expect(await call(.post, "/track/-/limit", body: order).status == 204)
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(await call(.get, surveys).status) }
        time.advance(by: .seconds(3))
        statuses.append(await call(.get, surveys).status)
        #expect(statuses == [200, 200, 429, 200])
        let statistics = await call(.get, "/track/-/statistics").json
        #expect(statistics["limit"] == 2 && statistics["window_seconds"] == 3)
        #expect(statistics["calls"] == 4 && statistics["most_in_any_window"] == 3)
        for body in ["", "[]", #"{"limit": 0, "window_seconds": 3}"#, #"{"limit": 2}"#] {
            #expect(await call(.post, "/track/-/limit", body: body).status == 400)
        }
    }

    @Test func `A person is issued tokens that nobody had, where tokens come in pairs`() async {
        let first = await call(.post, "/cxpress/-/credentials")
        let second = await call(.post, "/cxpress/-/credentials")
        #expect(first.status == 201 && second.status == 201)
        for name in ["token", "refresh_token"] {
            #expect(first.json[name].string?.isEmpty == false)
            #expect(first.json[name].string != second.json[name].string)
        }
        #expect(await call(.post, "/track/-/credentials").status == 404)
    }

    @Test func `A reset has everything begin anew`() async {
        for _ in 0..<6 { _ = await call(.get, surveys) }
        _ = await call(.post, "/track/-/faults", body: #"{"fault": "revoked_token"}"#)
        #expect(await call(.get, surveys).status == 429)
        time.advance(by: .seconds(60))
        #expect(await call(.get, surveys).status == 401)
        #expect(await call(.post, "/track/-/reset").status == 204)
        #expect(await call(.get, surveys).status == 200)
        let statistics = await call(.get, "/track/-/statistics").json
        #expect(statistics["calls"] == 1 && statistics["faults"] == 0 && statistics["refused"] == 0)
        #expect(await call(.post, "/track/-/reset", body: #"{"only": ["moon"]}"#).status == 400)
        #expect(await call(.get, "/track/-/elsewhere").status == 404)
    }
}
