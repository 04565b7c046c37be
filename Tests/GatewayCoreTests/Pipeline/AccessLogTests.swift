import HTTPCore
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct AccessLogTests {
    private static let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")])
    private static let moment = Timestamp(milliseconds: 1_767_225_600_000)

    private func json(_ trace: RequestTrace) throws -> JSONTree {
        let buffer = ByteBuffer(capacity: 512)
        trace.writeJSON(at: Self.moment, to: buffer)
        return try JSONTree(buffer)
    }

    private func text(_ trace: RequestTrace) -> String {
        let buffer = ByteBuffer(capacity: 512)
        trace.writeText(at: Self.moment, to: buffer)
        return buffer.string
    }

    @Test func aLineSaysWhatWasAskedAndWhatItTook() async throws {
        let (log, time) = (KeptLog(), ManualTime())
        let gateway = try GatewayHarness(
            [
                .init { _ in
                    time.advance(by: .milliseconds(41))
                    return Self.page
                }
            ], time: time, log: log)
        let answer = await gateway.get(
            "/v1/tickets?search=ana@example.net", fields: [("X-Request-Id", "abc")])
        let line = try json(try #require(log.traces.first))
        #expect(
            line.keys == [
                "time", "request_id", "method", "route", "path", "status", "bytes", "operation", "consumer",
                "client", "duration_us", "queue_us", "token_us", "upstream_us", "translate_us",
                "upstream_calls", "problem",
            ])
        #expect(line["time"] == "2026-01-01T00:00:00.000Z" && line["request_id"] == "abc")
        #expect(line["method"] == "GET" && line["route"] == "/v1/tickets" && line["status"] == 200)
        #expect(line["bytes"].integer == answer.body.utf8.count && line["consumer"] == "all")
        #expect(line["duration_us"] == 41_000 && line["upstream_us"] == 41_000 && line["queue_us"] == 0)
        #expect(line["upstream_calls"] == 1 && line["problem"] == nil)
    }

    @Test func failuresHaveTheirFiguresToo() async throws {
        let (log, time) = (KeptLog(), ManualTime())
        let gateway = try GatewayHarness(
            [
                .init { _ in
                    time.advance(by: .seconds(20))
                    return .failure(.timedOut(.firstByte), .maybeSent)
                }
            ], time: time, log: log)
        let answer = await gateway.get("/v1/contacts/cxpress:7")
        #expect(answer.fields["Server-Timing"]?.string.contains("upstream;dur=40000.000") == true)
        let line = try json(try #require(log.traces.first))
        #expect(line["status"] == 504 && line["problem"] == "vendor-timeout" && line["upstream_calls"] == 2)
        #expect(line["upstream_us"] == 40_000_000 && line["route"] == "/v1/contacts/{id}")
        #expect(line["path"] == "/v1/contacts/cxpress:7")
    }

    @Test func nothingSecretIsInALine() async throws {
        let log = KeptLog()
        let gateway = try GatewayHarness([.init(stand: { _ in Self.page })], log: log)
        _ = await gateway.get("/v1/tickets?search=planted-words")
        _ = await gateway.send(.patch, "/v1/tickets/cxpress:1", body: "{\"subject\": \"planted words\"}")
        _ = await gateway.get("/hooks/cxpress/planted-hook-secret")
        _ = await gateway.get("/HOOKS/cxpress/planted-hook-secret")
        #expect(log.traces.count == 4)
        for trace in log.traces {
            let lines = try "\(json(trace))" + text(trace)
            #expect(!lines.contains("planted"), "\(lines)")
        }
    }

    @Test func textIsForPeople() async throws {
        let log = KeptLog()
        let gateway = try GatewayHarness([.init(stand: { _ in CxpressRows.refusal(404) })], log: log)
        _ = await gateway.get("/v1/contacts/cxpress:7", fields: [("X-Request-Id", "abc")])
        let line = text(try #require(log.traces.first))
        #expect(line.hasPrefix("2026-01-01T00:00:00.000Z GET /v1/contacts/cxpress:7 404 "))
        #expect(line.hasSuffix(" calls=1 consumer=all problem=not-found id=abc"))
    }

    /// A streamed answer is logged when it is over, with all its calls, and holds its place until then.
    @Test func aStreamIsOverAtItsEnd() async throws {
        let (log, pages) = (KeptLog(), Counter())
        let connection = GatewayHarness.Connection { _ in
            CxpressRows.page("tickets", [CxpressRows.ticket("\(pages.next())")], hasMore: pages.value < 3)
        }
        let gateway = try GatewayHarness([connection], log: log) { $0.limits.inFlight = 1 }
        var request = Request(method: .get, path: "/v1/tickets", query: nil)
        request.fields.append("Authorization", "Bearer planted-key-all")
        request.fields.append("Accept", "application/x-ndjson")
        let response = await gateway.gateway.answer(request)
        #expect(log.traces.isEmpty && response.status == .ok)
        #expect(await gateway.get("/nowhere").problem == "overloaded")
        let answer = await GatewayHarness.whole(response)
        #expect(await gateway.get("/healthz").status == 200)
        let line = try json(try #require(log.traces.first { $0.operation == "listTickets" }))
        #expect(line["bytes"].integer == answer.body.utf8.count && line["upstream_calls"] == 3)
    }

    /// Nobody asks for the body: the request is over when the response is let go.
    @Test func aStreamThatNobodyReadsGivesItsPlaceBack() async throws {
        let log = KeptLog()
        let gateway = try GatewayHarness([.init(stand: { _ in Self.page })], log: log) {
            $0.limits.inFlight = 1
        }
        for _ in 0..<3 {
            var request = Request(method: .get, path: "/v1/tickets", query: nil)
            request.fields.append("Authorization", "Bearer planted-key-all")
            request.fields.append("Accept", "application/x-ndjson")
            let status = await gateway.gateway.answer(request).status
            #expect(status == .ok)
        }
        #expect(log.traces.map(\.bytes) == [0, 0, 0])
    }
}

@Suite struct LineQueueTests {
    @Test func linesComeInTheirOrder() {
        var queue = LineQueue(capacity: 1000)
        #expect(queue.take() == nil)
        for word in ["a", "b", "c"] { queue.append { $0.append(word) } }
        let taken = queue.take()
        #expect(taken?.lines.string == "a\nb\nc\n" && taken?.dropped == 0)
        #expect(queue.take() == nil)
    }

    @Test func whatFindsNoRoomIsCountedAndNotWritten() {
        var queue = LineQueue(capacity: 10)
        var written = 0
        for _ in 0..<100 {
            queue.append { buffer in
                buffer.append("12345")
                written += 1
            }
        }
        let taken = queue.take()
        #expect(written == 2 && taken?.lines.count == 12 && taken?.dropped == 98)
        queue.append { $0.append("x") }
        #expect(queue.take()?.lines.string == "x\n", "there is room again")
    }
}
