import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// A file on its way through the gateway: what the vendor is sent, and what is refused.
@Suite struct MediaTests {
    private let harness: GatewayHarness

    init() throws { harness = try GatewayHarness.sandboxed().gateway }

    private static func part(_ name: String, _ content: String, file: String? = nil, type: String? = nil)
        -> String
    {
        let filename = file.map { "; filename=\"\($0)\"" } ?? ""
        let type = type.map { "Content-Type: \($0)\r\n" } ?? ""
        return
            "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(filename)\r\n\(type)\r\n\(content)\r\n"
    }

    private static let file = part(
        "media", "PNG\r\n--\r\n", file: "C:\\logo \\\"1\\\".png", type: "image/png")
    private static let app = part("app_id", "a1")

    private func upload(
        _ form: String, query: String = "", type: Text = "multipart/form-data; boundary=\"b\""
    ) async -> GatewayHarness.Answer {
        await harness.send(.post, "/v1/media\(query)", body: form, fields: [("Content-Type", type)])
    }

    /// What the vendor was sent last.
    private func sent() throws -> (parts: [(part: MultipartPart, content: String)], host: String) {
        let call = try #require(harness.transport.calls.last)
        let type = try #require(call.fields["Content-Type"]?.string)
        let boundary = try #require(type.split(separator: "boundary=").last)
        var parser = try #require(MultipartParser(boundary: Text(String(boundary))))
        let body = try #require(call.body)
        var parts: [(part: MultipartPart, content: String)] = []
        while true {
            switch parser.parse(body) {
            case .part(let part): parts.append((part, ""))
            case .data(let range):
                parts[parts.count - 1].content += body.withBytes {
                    String(decoding: $0[range], as: UTF8.self)
                }
            case .partEnd: break
            case .end: return (parts, call.path.string)
            case .needMore, .failure: throw BodyFailure.cancelled
            }
        }
    }

    @Test func passesAFileOnAndGivesItsID() async throws {
        for form in [Self.app + Self.file, Self.file + Self.app] {
            let answer = await upload("preamble\r\n" + form + "--b--\r\nepilogue")
            #expect(answer.status == 201, "\(answer.body)")
            let id = try #require(answer.json["data"]["id"].string)
            #expect(id.hasPrefix("tatodesk:") && answer.fields["Location"]?.string == "/v1/media/\(id)")
            #expect(answer.json["data"]["size"] == 9 && answer.json["data"]["app_id"] == "a1")
            #expect(answer.json["data"]["content_type"] == "image/png")
            let (parts, path) = try sent()
            #expect(path == "/tatodesk/media/dl/v1/whatsapp/media")
            let file = try #require(parts.first { $0.part.name == "media" })
            #expect(file.content == "PNG\r\n--\r\n")
            #expect(file.part.filename == "logo %221%22.png" && file.part.contentType == "image/png")
            #expect(parts.first { $0.part.name == "appID" }?.content == "a1")
            #expect(parts.count == 2)
            #expect(harness.transport.calls.last?.fields["TATODESK-API-KEY"] == "sandbox-api-key")
            let message = await harness.send(
                .post, "/v1/messages",
                body: """
                    {"channel": "whatsapp", "to": "5581999998888", "app_id": "a1", "template_id": 1,
                     "header": {"type": "image", "media_id": "\(id)"}}
                    """)
            #expect(message.status == 202, "\(message.body)")
        }
    }

    @Test func theConnectionIsNamedInTheFormOrTheQuery() async {
        let named = Self.part("connection", "tatodesk")
        let form = Self.app + Self.file + "--b--"
        #expect(await upload(named + form).status == 201)
        #expect(await upload(form, query: "?connection=tatodesk").status == 201)
        #expect(await upload(Self.app + Self.file + named + "--b--").status == 201)
        let other = await upload(Self.part("connection", "cxpress") + form)
        #expect(other.status == 501 && other.problem == "unsupported")
        let late = await upload(Self.app + Self.file + Self.part("connection", "cxpress") + "--b--")
        #expect(late.status == 422 && late.json["errors"].elements.first?["pointer"] == "/connection")
        #expect(late.json["outcome"] == "not_applied")
        #expect(await upload(named + form, query: "?connection=cxpress").status == 400)
        #expect(await upload(Self.part("connection", "nope") + form).status == 422)
    }

    @Test(arguments: [
        (part("app_id", "a1") + "--b--", 422, "/media"), (file + "--b--", 422, "/app_id"),
        (app + app + file + "--b--", 422, "/app_id"), (app + file + file + "--b--", 422, "/media"),
        (part("nope", "1") + app + file + "--b--", 422, "/nope"),
        (part("app_id", String(repeating: "x", count: 600)) + file + "--b--", 422, "/app_id"),
        (part("app_id", "") + file + "--b--", 422, "/app_id"), (app + file, 400, nil),
        (app + file + "--b", 400, nil), ("", 400, nil), ("nothing", 400, nil),
    ])
    func refusesForms(form: String, status: Int, pointer: String?) async {
        let answer = await upload(form)
        #expect(answer.status == status, "\(answer.body)")
        if let pointer { #expect(answer.json["errors"].elements.first?["pointer"].string == pointer) }
        #expect(answer.json["outcome"] != "applied" && answer.json["outcome"] != "unknown")
    }

    @Test(arguments: ["application/json", "multipart/mixed; boundary=b", "text/plain"] as [Text])
    func refusesWhatIsNoForm(type: Text) async {
        #expect(await upload(Self.app + Self.file + "--b--", type: type).status == 415)
    }

    @Test(
        arguments: [
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        ] as [Text])
    func refusesAFormWithoutABoundary(type: Text) async {
        #expect(await upload(Self.app + Self.file + "--b--", type: type).status == 400)
    }

    @Test func aFileOfSixteenMebibytesPassesAndNotOneByteMore() async {
        let most = String(repeating: "x", count: MediaForm.maximumFile)
        let fits = await upload(Self.app + Self.part("media", most, file: "x") + "--b--")
        #expect(fits.status == 201 && fits.json["data"]["size"] == .integer(Int64(MediaForm.maximumFile)))
        let tooLarge = await upload(Self.app + Self.part("media", most + "y", file: "x") + "--b--")
        #expect(tooLarge.status == 413 && tooLarge.json["outcome"] == "not_applied")
    }

    @Test func theVendorsRefusalIsTold() async {
        let answer = await upload(Self.app + Self.part("media", "", file: "x") + "--b--")
        #expect(answer.status == 422 && answer.json["vendor_error"]["message"] == "media is required")
    }

    @Test func anotherScopeIsRefusedBeforeTheFormIsRead() async {
        let answer = await harness.send(.post, "/v1/media", body: "x", key: "planted-key-reader")
        #expect(answer.status == 403)
        #expect(
            harness.gateway.bodyHandling(of: Request(method: .post, path: "/v1/media")) == MediaOperation.body
        )
        #expect(harness.gateway.bodyHandling(of: Request(method: .post, path: "/v1/messages")) == .whole)
        #expect(harness.gateway.bodyHandling(of: Request(method: .post, path: "/nope")) == .whole)
    }
}
