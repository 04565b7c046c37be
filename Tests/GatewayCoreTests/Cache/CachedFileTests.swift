import HTTPCore
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import GatewayCore

/// Large answers that are kept move to files of the kernel's.
@Suite(.timeLimit(.minutes(5))) struct CachedFileTests {
    private static let path = "/v1/surveys/demo:1"

    /// A gateway whose vendor's record is so large.
    private static func scene(_ count: Int) throws -> CacheScene {
        let scene = try CacheScene()
        scene.vendor.hold(String(repeating: "x", count: count))
        return scene
    }

    private static func expected(_ first: Reply) -> String {
        first.answer.body.replacing("\"cached\":false", with: "\"cached\":true")
    }

    @Test func whatIsLargeMovesWhenItIsAskedForAgain() async throws {
        let scene = try Self.scene(77_000)
        let files = scene.gateway.gateway.cache.files
        let first = await scene.get("/v1/surveys")
        #expect(files.count == 0, "nobody may ever ask for it again")
        for _ in 0..<3 {
            let hit = await scene.get("/v1/surveys")
            #expect(
                hit.cache == "hit; ttl=60" && hit.answer.body == Self.expected(first) && hit.tag == first.tag)
            #expect(hit.answer.fields["Content-Type"] == first.answer.fields["Content-Type"])
            #expect(files.count == 1)
        }
        guard case .file = await scene.response("/v1/surveys").body else {
            Issue.record("the answer is not in a file")
            return
        }
        #expect(scene.vendor.count == 1)
    }

    @Test(arguments: [
        (CachedAnswer.smallestFile - 1, false), (CachedAnswer.smallestFile, true), (77_000, true),
    ]) func whatIsSmallStaysInItsBuffer(size: Int, isLarge: Bool) throws {
        let now = ManualTime().now
        let answer = CachedAnswer(
            Response(.ok), ByteBuffer([UInt8](repeating: 1, count: size)), flags: [],
            tag: EntityTag(ByteBuffer("tag")), lifetime: .seconds(1), connections: [],
            of: .alone(CacheKey(.listSurveys, path: "/v1/surveys", []), begun: 0, at: now), at: now)
        #expect((answer.largeBuffer != nil) == isLarge)
        // What is large is counted by whole pages, in either place.
        let rest = answer.size - size
        #expect(rest > CachedAnswer.overhead && rest < CachedAnswer.overhead + (isLarge ? 4500 : 250))
        guard let buffer = answer.largeBuffer else { return }
        let moved = CachedAnswer(answer, in: try #require(MemoryFile(buffer)))
        #expect(moved.size == answer.size && moved.tag.text == answer.tag.text && moved.largeBuffer == nil)
    }

    @Test func smallAnswersAreNoFiles() async throws {
        let scene = try Self.scene(1000)
        let first = await scene.get("/v1/surveys")
        for _ in 0..<3 { #expect(await scene.get("/v1/surveys").answer.body == Self.expected(first)) }
        #expect(scene.gateway.gateway.cache.files.count == 0)
    }

    @Test func whoHasItIsSentNeither() async throws {
        let scene = try Self.scene(77_000)
        let files = scene.gateway.gateway.cache.files
        let tag = try #require(await scene.get(Self.path).tag)
        #expect(await scene.get(Self.path, nil, [("If-None-Match", tag)]).status == 304)
        #expect(files.count == 0, "no body was sent")
        #expect(await scene.get(Self.path).status == 200 && files.count == 1)
        let same = await scene.get(Self.path, nil, [("If-None-Match", tag)])
        #expect(same.status == 304 && same.answer.body.isEmpty && same.tag == tag)
    }

    @Test func pastTheBoundItStaysInItsBuffer() async throws {
        let scene = try Self.scene(77_000)
        let files = scene.gateway.gateway.cache.files
        var held = (0..<files.limit).compactMap { _ in files.file(of: ByteBuffer("x")) }
        #expect(held.count == files.limit && files.limit > 0)
        let first = await scene.get("/v1/surveys")
        #expect(await scene.get("/v1/surveys").answer.body == Self.expected(first))
        guard case .buffer = await scene.response("/v1/surveys").body else {
            Issue.record("there are more files than there may be")
            return
        }
        held = []
        #expect(await scene.get("/v1/surveys").answer.body == Self.expected(first))
        #expect(files.count == 1, "there is room now")
    }

    @Test func whatIsBeingSentCountsUntilItIsGone() async throws {
        let scene = try Self.scene(77_000)
        let files = scene.gateway.gateway.cache.files
        _ = await scene.get("/v1/distributions")
        var sending: Response? = await scene.response("/v1/distributions")
        #expect(files.count == 1)
        await scene.send(.post, "/v1/distributions/demo:1/resend")
        #expect(await scene.get("/v1/distributions").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(files.count == 1, "what was put out is still being sent")
        _ = await scene.get("/v1/distributions")
        #expect(files.count == 2)
        sending = nil
        #expect(files.count == 1 && sending == nil)
    }

    @Test func theLogCountsItsBytes() async throws {
        let log = KeptLog()
        let scene = try CacheScene(log: log)
        scene.vendor.hold(String(repeating: "x", count: 77_000))
        for _ in 0..<2 { _ = await scene.get("/v1/surveys") }
        let sizes = log.traces.map(\.bytes)
        #expect(
            sizes.count == 2 && sizes[0] > 77_000 && sizes[1] == sizes[0] - 1, "true is shorter than false")
        let gateway = scene.gateway.gateway
        #expect(gateway.cache.files.count == 1 && gateway.inFlight.load(ordering: .relaxed) == 0)
    }

    @Test func manyAtOnceLeaveOneFile() async throws {
        let scene = try Self.scene(77_000)
        let first = await scene.get("/v1/surveys")
        let bodies = await withTaskGroup(of: String.self) { group in
            for _ in 0..<32 { group.addTask { await scene.get("/v1/surveys").answer.body } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(bodies.count == 32 && bodies.allSatisfy { $0 == Self.expected(first) })
        #expect(scene.gateway.gateway.cache.files.count == 1)
    }

    @Test func whatMovesIsStillRenewedOnce() async throws {
        let scene = try Self.scene(77_000)
        _ = await scene.get("/v1/surveys")
        scene.advance(50)
        scene.vendor.fail(500)
        #expect(await scene.get("/v1/surveys").cache == "hit; ttl=10")
        try await eventually("the renewal has failed") { scene.vendor.count > 1 && scene.flights == 0 }
        let calls = scene.vendor.count
        for _ in 0..<3 { #expect(await scene.get("/v1/surveys").cache == "hit; ttl=10") }
        #expect(scene.vendor.count == calls && scene.flights == 0)
        #expect(scene.gateway.gateway.cache.files.count == 1)
        scene.advance(20)
        let stale = await scene.get("/v1/surveys")
        #expect(stale.cache == "hit; ttl=-10; detail=vendor-error" && stale.ids.first?.count == 77_000)
    }
}

extension CacheScene {
    /// The response as the server gets it.
    fileprivate func response(_ target: String) async -> Response {
        var request = Request(method: .get, path: Text(target))
        request.fields.append("Authorization", "Bearer planted-key-all")
        return await gateway.gateway.respond(to: request)
    }
}
