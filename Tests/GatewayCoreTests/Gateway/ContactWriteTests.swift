import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct ContactWriteTests {
    @Test func aContactIsMadeReadChangedAndDeleted() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let made = await gateway.send(
            .post, "/v1/contacts",
            body: """
                {"connection": "cxpress", "given_name": "Ana \\"A\\"", "family_name": "Sá", "emails": ["ana@example.net"],
                 "phones": ["5511987654321"], "notes": "linha 1\\nlinha 2", "social": {"twitter": "@ana"}}
                """)
        #expect(made.status == 201)
        let id = try #require(made.json["data"]["id"].string)
        #expect(made.fields["Location"]?.string == "/v1/contacts/\(id)" && id.hasPrefix("cxpress:"))
        #expect(made.json["data"]["given_name"] == "Ana \"A\"")

        let read = await gateway.get("/v1/contacts/\(id)").json["data"]
        #expect(read["family_name"] == "Sá" && read["emails"] == ["ana@example.net"])
        #expect(read["phones"] == ["5511987654321"] && read["notes"] == "linha 1\nlinha 2")
        #expect(read["social"]["twitter"] == "@ana")

        let changed = await gateway.send(
            .patch, "/v1/contacts/\(id)", body: "{\"notes\": null, \"family_name\": \"Melo\"}")
        #expect(changed.status == 200 && changed.json["data"]["family_name"] == "Melo")
        let after = await gateway.get("/v1/contacts/\(id)").json["data"]
        #expect(after["notes"].string ?? "" == "" && after["family_name"] == "Melo")
        #expect(after["given_name"] == "Ana \"A\"" && after["emails"] == ["ana@example.net"])

        let deleted = await gateway.send(.delete, "/v1/contacts/\(id)")
        #expect(deleted.status == 204 && deleted.body.isEmpty)
        #expect(await gateway.get("/v1/contacts/\(id)").problem == "not-found")
        #expect(await gateway.send(.delete, "/v1/contacts/\(id)").problem == "not-found")
    }

    /// The vendor wants one of some fields with every change: the name is read and sent as it is.
    @Test func aChangeIsMergedWithWhatIsThere() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let id = simulator.landmarks.contactWithTags
        let before = await gateway.get("/v1/contacts/\(id)").json["data"]
        let calls = gateway.transport.calls.count
        let changed = await gateway.send(.patch, "/v1/contacts/\(id)", body: "{\"address\": \"Rua 1\"}")
        #expect(changed.status == 200, "\(changed.body)")
        #expect(gateway.transport.calls.dropFirst(calls).map(\.method) == [.get, .put])
        let sent = try JSONTree(#require(gateway.transport.calls.last?.body))
        #expect(sent["id"].string == id && sent["name"] == before["given_name"] && sent["address"] == "Rua 1")
        #expect(sent.keys == ["id", "name", "address"])
        let after = await gateway.get("/v1/contacts/\(id)").json["data"]
        #expect(after["address"] == "Rua 1")
        for name in ["given_name", "family_name", "emails", "tags", "custom_fields", "owner_id"] {
            #expect(after[name] == before[name], "\(name)")
        }
    }

    @Test func customFieldsAreWrittenByName() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let body = """
            {"given_name": "Rui", "emails": ["rui@example.net"], "custom_fields": {"Código do cliente": 12345, "Segmento": ["varejo"]}}
            """
        let made = await gateway.send(.post, "/v1/contacts", body: body)
        #expect(made.status == 201, "\(made.body)")
        #expect(
            gateway.transport.calls.map(\.path.string) == ["/external/custom-fields", "/external/consumer"])
        let id = made.json["data"]["id"].string ?? ""
        let fields = await gateway.get("/v1/contacts/\(id)").json["data"]["custom_fields"]
        #expect(fields["Código do cliente"] == "12345" && fields["Segmento"] == "varejo")
        _ = await gateway.send(
            .patch, "/v1/contacts/\(id)", body: "{\"notes\": \"x\", \"custom_fields\": {\"Segmento\": \"b\"}}"
        )
        #expect(gateway.transport.calls.count { $0.path == "/external/custom-fields" } == 1)
        gateway.time.advance(by: .seconds(60))
        let unknown = await gateway.send(
            .patch, "/v1/contacts/\(id)", body: "{\"custom_fields\": {\"Nada\": \"b\"}}")
        #expect(unknown.status == 422 && unknown.problem == "validation")
        #expect(unknown.json["errors"][0]["pointer"] == "/custom_fields")
        #expect(gateway.transport.calls.count { $0.path == "/external/custom-fields" } == 2)
        #expect(gateway.transport.calls.count { $0.method == .put } == 1)
    }

    @Test(arguments: [
        ("{\"given_name\": 5, \"x\": 1, \"emails\": {}}", ["/given_name", "/emails", "/x"]),
        ("{\"family_name\": \"Sá\"}", ["/given_name"]),
        (
            "{\"given_name\": \"A\", \"social\": {\"instagram\": \"i\", \"facebook\": \"f\"}}",
            ["/social/instagram", "/social/facebook"]
        ),
        ("{\"given_name\": \"A\", \"phones\": [\"1\", \"2\"]}", ["/phones/1"]),
        ("{\"given_name\": \"A\", \"owner_id\": \"other:1\"}", ["/owner_id"]),
        ("{\"given_name\": \"A\", \"connection\": 5}", ["/connection"]),
        ("{\"given_name\": \"A\", \"connection\": \"other\"}", ["/connection"]),
        ("[]", [""]), ("\"a\"", [""]),
    ])
    func anInvalidBodyIsRefusedBeforeAnyCall(body: String, pointers: [String]) async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(500) }
        let answer = await gateway.send(.post, "/v1/contacts", body: body)
        #expect(answer.status == 422 && answer.problem == "validation")
        #expect(answer.json["errors"].elements.compactMap(\.["pointer"].string) == pointers)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func aBodyIsJSONAndSaysSo() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(500) }
        let plain: (Text, Text) = ("Content-Type", "text/plain")
        #expect(
            await gateway.send(.post, "/v1/contacts", body: "{}", fields: [plain]).problem
                == "unsupported-media-type")
        #expect(await gateway.send(.post, "/v1/contacts").problem == "unsupported-media-type")
        for body in ["", "{", "{\"a\":}", "{} {}", "nonsense", "\u{FEFF}{}"] {
            let answer = await gateway.send(.post, "/v1/contacts", body: body)
            #expect(answer.status == 400 && answer.problem == "bad-request", "\(body)")
        }
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(await gateway.send(.post, "/v1/contacts", body: "{\"a\": \(deep)}").status == 400)
        for type in ["application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"] {
            let answer = await gateway.send(
                .post, "/v1/contacts", body: "{}", fields: [("Content-Type", Text(type))])
            #expect(answer.problem == "validation")
        }
        #expect(
            await gateway.send(.patch, "/v1/contacts/1", body: "{}").json["errors"][0]["detail"]
                == "changes nothing")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func withSeveralConnectionsOneIsNamed() async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated()
        let body = "{\"given_name\": \"Ana\", \"emails\": [\"ana@example.net\"]}"
        let nowhere = await gateway.send(.post, "/v1/contacts", body: body)
        #expect(
            nowhere.status == 400
                && nowhere.json["detail"] == "Name the connection, one of cxpress, cxpress-eu.")
        let inQuery = await gateway.send(.post, "/v1/contacts?connection=cxpress-eu", body: body)
        #expect(inQuery.status == 201 && inQuery.json["data"]["connection"] == "cxpress-eu")
        let both = await gateway.send(
            .post, "/v1/contacts?connection=cxpress",
            body: "{\"connection\": \"cxpress-eu\", \"given_name\": \"A\"}")
        #expect(both.status == 400)
        #expect(await gateway.send(.post, "/v1/contacts?connection=other", body: body).status == 400)
    }
}
