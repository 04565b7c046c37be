import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// A dry run of a file that would be handed on while it comes.
@Suite struct DryRunMediaTests {
    private static let app = "--b\r\nContent-Disposition: form-data; name=\"app_id\"\r\n\r\na1\r\n"
    private static let file =
        "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n"
        + "Content-Type: image/png\r\n\r\nFILEBYTES\r\n"

    private func upload(
        _ form: String, query: String, to harness: GatewayHarness
    ) async -> GatewayHarness.Answer {
        await harness.send(
            .post, "/v1/media\(query)", body: form,
            fields: [("Content-Type", "multipart/form-data; boundary=b")])
    }

    @Test(arguments: [app + file, file + app])
    func tellsTheFormWithoutTheFile(form: String) async throws {
        let harness = try GatewayHarness.sandboxed().gateway
        let answer = await upload(form + "--b--\r\n", query: "?dry_run=true", to: harness)
        #expect(answer.status == 200 && harness.transport.calls.isEmpty, "\(answer.body)")
        #expect(!answer.body.contains("FILEBYTES") && !answer.body.contains("sandbox-api-key"))
        #expect(answer.json["depends"] == nil && answer.json["requests"].elements.count == 1)
        let request = answer.json["requests"].elements[0]
        let url = "https://tatodesk.test/tatodesk/media/dl/v1/whatsapp/media"
        #expect(request["connection"] == "tatodesk" && request["method"] == "POST")
        #expect(request["url"].string == url)
        #expect(request["headers"]["TATODESK-API-KEY"] == "[redacted]")
        let type = request["headers"]["Content-Type"].string
        #expect(type?.hasPrefix("multipart/form-data; boundary=cx-gateway-") == true)
        #expect(request["body"].keys == ["appID", "media"] && request["body"]["appID"] == "a1")
        let media = request["body"]["media"]
        #expect(media["filename"] == "a.png" && media["content_type"] == "image/png" && media["size"] == 9)

        let real = await upload(form + "--b--\r\n", query: "", to: harness)
        #expect(real.status == 201, "\(real.body)")
        let call = try #require(harness.transport.calls.first)
        #expect(harness.transport.calls.count == 1)
        #expect(call.method == .post && "https://tatodesk.test\(call.path)" == url)
        let names = call.fields.all.map(\.name.string).filter { $0 != "Host" }
        #expect(request["headers"].keys == names)
    }

    @Test(arguments: [
        file + "--b--\r\n", app + "--b--\r\n", app + file, app + file + app + "--b--\r\n", "nothing",
    ])
    func refusesWhatIsRefused(form: String) async throws {
        let harness = try GatewayHarness.sandboxed().gateway
        let dry = await upload(form, query: "?dry_run=true", to: harness)
        let real = await upload(form, query: "", to: harness)
        #expect(real.status >= 400 && dry.status == real.status, "\(dry.body)")
        #expect(dry.problem == real.problem && dry.json["errors"] == real.json["errors"])
        #expect(dry.json["detail"] == real.json["detail"] && dry.json["outcome"] == real.json["outcome"])
    }
}
