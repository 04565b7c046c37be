import HTTPCore
import JSONCore
import Primitives
import Synchronization
import TestSupport
import UnifiedModel
import VendorKit

@testable import GatewayCore

/// A gateway in front of vendors made for a test, and what they do.
///
/// Surveys and distributions may be kept for 60 s, contacts not at all. What each call is answered with is the
/// number of calls so far, unless the test says otherwise.
struct CacheScene: Sendable {
    let gateway: GatewayHarness
    let vendor: ScriptedVendor

    init(
        _ names: [StaticString] = ["demo"], quota: [Configuration.QuotaWindow] = [],
        log: any AccessLog = NoAccessLog(), adjust: (inout Configuration) -> Void = { _ in }
    ) throws {
        let vendor = ScriptedVendor()
        self.vendor = vendor
        let connections = names.map { name in
            GatewayHarness.Connection(
                name: "\(name)", quota: quota, stand: { await vendor.answer($0) }, vendor: "\(name)",
                credentials: ["token": "planted-token"])
        }
        gateway = try GatewayHarness(
            connections, log: log, vendors: names.map(Self.vendor), adjust: adjust)
    }

    private static func vendor(_ name: StaticString) -> Vendor {
        DemoVendor.make(name) { endpoints in
            endpoints.listSurveys = list("/surveys", lifetime: .seconds(60)) { Survey(remoteID: $0) }
            endpoints.getSurvey = .direct(
                DirectRead(
                    cacheLifetime: .seconds(60),
                    request: { id, _ in VendorRequest(.get, "/surveys/", .identifier(id)) }
                ) {
                    answer, _ in (Survey(remoteID: try Self.first(answer)), answer)
                })
            endpoints.listDistributions = list("/distributions", lifetime: .seconds(60)) {
                Distribution(remoteID: $0)
            }
            endpoints.listContacts = list("/contacts", lifetime: nil) { Contact(remoteID: $0) }
            endpoints.getContact = .direct(
                DirectRead(request: { id, _ in VendorRequest(.get, "/contacts/", .identifier(id)) }) {
                    answer, _ in (Contact(remoteID: try Self.first(answer)), answer)
                })
            endpoints.deleteContact = CommandEndpoint(request: { id, _ in
                VendorRequest(.delete, "/contacts/", .identifier(id))
            })
            endpoints.deleteTicket = CommandEndpoint(request: { id, _ in
                VendorRequest(.delete, "/tickets/", .identifier(id))
            })
            endpoints.resendDistribution = CommandEndpoint(request: { id, _ in
                VendorRequest(.post, "/distributions/", .identifier(id))
            })
        }
    }

    private static func first(_ answer: JSONValue) throws -> Text {
        for row in try answer.array() {
            var fields = try row.object()
            return try fields.text("id")
        }
        throw VendorFailure(.notFound)
    }

    private static func list<Record, Filters>(
        _ path: StaticString, lifetime: Duration?, _ record: @escaping @Sendable (Text) -> Record
    ) -> ListEndpoint<Record, Filters> {
        ListEndpoint(filters: Filters.names, cacheLifetime: lifetime) { _, _ in
            [
                ListStage(
                    request: { _ in VendorRequest(.get, .plain(path)) },
                    rows: { answer, _ in RowPage(rows: try answer.array(), total: nil, hasMore: false) },
                    record: { row in
                        var fields = try row.object()
                        return record(try fields.text("id"))
                    })
            ]
        }
    }

    /// Asks, with `Cache-Control` if it is given.
    func get(_ target: String, _ control: Text? = nil, _ fields: [(Text, Text)] = []) async -> Reply {
        var fields = fields
        if let control { fields.append(("Cache-Control", control)) }
        return Reply(await gateway.get(target, fields: fields))
    }

    /// Sends a write.
    @discardableResult func send(_ method: Method, _ target: String) async -> Reply {
        Reply(await gateway.send(method, target))
    }

    func advance(_ seconds: Int) { gateway.alarms.advance(by: .seconds(seconds)) }

    /// Asks the same so many times at once, and gives what came back once `body` is over. The vendor answers nobody
    /// before, and only so many calls are under way then.
    func crowd(
        _ count: Int, _ target: String, calls: Int = 1, fields: [(Text, Text)] = [],
        meanwhile body: @Sendable () async throws -> Void = {}
    ) async throws -> [Reply] {
        let gate = Gate()
        vendor.hold(at: gate)
        let before = vendor.count
        return try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<count { group.addTask { await get(target, nil, fields) } }
            do {
                try await eventually("all wait") {
                    waiting == count - calls
                        && vendor.count == before + calls
                }
                try await body()
            } catch {
                gate.open()
                throw error
            }
            vendor.hold(at: nil)
            gate.open()
            var replies: [Reply] = []
            for try await reply in group { replies.append(reply) }
            return replies
        }
    }
}

extension CacheScene {
    /// How many wait for another's call.
    var waiting: Int { gateway.gateway.cache.state.withLock { $0.waiting } }
    /// How many reads are under way.
    var flights: Int { gateway.gateway.cache.state.withLock { $0.flights.count } }
    /// How many wait for the quota.
    var queued: Int {
        get async {
            let answer = await gateway.get("/v1/connections/demo/quota")
            return answer.json["data"]["waiting"].integer ?? -1
        }
    }
}

/// What came back, as far as these tests look at it.
struct Reply: Sendable {
    let answer: GatewayHarness.Answer

    init(_ answer: GatewayHarness.Answer) { self.answer = answer }

    var status: Int { answer.status }
    var problem: String? { answer.problem }
    /// The ids of the records, without their connections.
    var ids: [String] {
        (answer.records.isEmpty ? [answer.json["data"]] : answer.records)
            .compactMap { $0["id"].string?.split(separator: ":").last.map(String.init) }
    }
    /// What `Cache-Status` says, without the name that begins it.
    var cache: String? {
        answer.fields["Cache-Status"].map { String($0.string.dropFirst("cx-gateway; ".count)) }
    }
    var age: String? { answer.fields["Age"]?.string }
    var tag: Text? { answer.fields["ETag"] }
    var cached: [Bool] { answer.json["meta"]["sources"].elements.map { $0["cached"] == true } }
}

/// A vendor that does as a test says.
final class ScriptedVendor: Sendable {
    private struct State {
        var count = 0
        var gate: Gate?
        var fault: (@Sendable (Request) -> VendorReply?)?
        var content: String?
    }

    private let state = Mutex(State())

    /// How many calls there were.
    var count: Int { state.withLock { $0.count } }

    /// Has calls wait from now on.
    func hold(at gate: Gate?) { state.withLock { $0.gate = gate } }

    /// Has calls fail from now on, or answered so.
    func fail(_ fault: (@Sendable (Request) -> VendorReply?)?) { state.withLock { $0.fault = fault } }

    /// Has calls fail from now on with that status.
    func fail(_ status: Int) { fail { _ in .json("{}", status: status) } }

    /// Has every record be that one from now on.
    func hold(_ content: String) { state.withLock { $0.content = content } }

    func answer(_ request: Request) async -> VendorReply {
        let state = state.withLock { state in
            state.count += 1
            return state
        }
        await state.gate?.wait()
        if let reply = self.state.withLock({ $0.fault })?(request) { return reply }
        return .json("[{\"id\": \"\(state.content ?? String(state.count))\"}]")
    }
}
