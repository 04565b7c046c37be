import HTTPCore
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import GatewayCore

/// Uploads with a key, whose body is known at its end alone.
@Suite(.timeLimit(.minutes(5))) struct MediaKeyTests {
    /// A body in pieces of some bytes.
    private final class Pieces: BodySource {
        private let rest: Mutex<ArraySlice<UInt8>>
        private let breaksOff: Bool

        init(_ body: String, breaksOff: Bool = false) {
            rest = Mutex(Array(body.utf8)[...])
            self.breaksOff = breaksOff
        }

        func next() async throws(BodyFailure) -> ByteBuffer? {
            let piece = rest.withLock { rest in
                defer { rest = rest.dropFirst(7) }
                return Array(rest.prefix(7))
            }
            if piece.isEmpty, breaksOff { throw .cancelled }
            return piece.isEmpty ? nil : ByteBuffer(piece)
        }
    }

    private let harness: GatewayHarness

    init() throws { harness = try GatewayHarness.sandboxed().gateway }

    private func upload(
        _ content: String, boundary: String = "b", key: Text = "m", breaksOff: Bool = false
    ) async -> GatewayHarness.Answer {
        let head = "--\(boundary)\r\nContent-Disposition: form-data; name="
        let form =
            "\(head)\"app_id\"\r\n\r\na1\r\n\(head)\"media\"; filename=\"a.txt\"\r\n\r\n\(content)\r\n--\(boundary)--"
        var request = Request(method: .post, path: "/v1/media")
        request.fields.append("Authorization", "Bearer planted-key-all")
        request.fields.append("Content-Type", Text("multipart/form-data; boundary=\(boundary)"))
        request.fields.append("Idempotency-Key", key)
        request.stream = Pieces(breaksOff ? String(form.dropLast(9)) : form, breaksOff: breaksOff)
        return await GatewayHarness.whole(await harness.gateway.respond(to: request))
    }

    @Test func aRepeatIsComparedAtItsEnd() async {
        let first = await upload("hello")
        #expect(first.status == 201 && !first.isReplayed, "\(first.body)")
        let again = await upload("hello")
        #expect(again.status == 201 && again.isReplayed && again.body == first.body)
        let other = await upload("hallo")
        #expect(other.status == 422 && other.problem == "idempotency-mismatch")
        #expect(await upload("hello", key: "m-2").isReplayed == false)
        #expect(harness.transport.calls.count == 2)
    }

    /// Who sends a form again draws another boundary.
    @Test func theBoundarySaysNothing() async {
        _ = await upload("hello", boundary: "one")
        #expect(await upload("hello", boundary: "two").isReplayed)
        #expect(harness.transport.calls.count == 1)
    }

    @Test func whatBrokeOffIsReleased() async {
        let broken = await upload("hello", breaksOff: true)
        #expect(broken.json["outcome"] == "not_applied")
        let whole = await upload("hello")
        #expect(whole.status == 201 && !whole.isReplayed)
        #expect(await upload("hello", breaksOff: true).status == 408)
        #expect(await upload("hello").isReplayed)
    }

    @Test func partsAreToldApartByMoreThanTheirBytes() async throws {
        func digest(_ parts: (name: String, content: String)...) async throws -> [UInt8] {
            let form = parts.map { part in
                "--b\r\nContent-Disposition: form-data; name=\"\(part.name)\"\r\n\r\n\(part.content)\r\n"
            }
            let body = DigestedBody(
                Pieces(form.joined() + "--b--"), type: "multipart/form-data; boundary=b")
            try await body.readToEnd()
            return try #require(body.digest)
        }
        let first = try await digest(("a", "xy"), ("b", "z"))
        #expect(try await digest(("a", "xy"), ("b", "z")) == first)
        #expect(try await digest(("a", "x"), ("b", "yz")) != first)
        #expect(try await digest(("ab", "xy"), ("", "z")) != first)
        #expect(try await digest(("b", "z"), ("a", "xy")) != first)
        #expect(try await digest(("a", "xy")) != first)
    }
}
