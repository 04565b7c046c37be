import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct ListFilterTests {
    @Test(arguments: [
        "/v1/tickets?updated_after=2025-01-01", "/v1/tickets?updated_before=2025-01-01",
        "/v1/contacts?created_after=2025-01-01", "/v1/tickets?sort=name", "/v1/contacts?sort=created_at",
        "/v1/tickets?state=all&sort=created_at", "/v1/tickets?state=open&sort=closed_at",
        "/v1/tickets?state=open&level=bot", "/v1/tickets?state=closed&read=true",
        "/v1/tickets?contact_id=1&state=deleted", "/v1/tickets?any_department=false",
        "/v1/tickets?state=all&any_tag=true", "/v1/tickets?state=open&channel=email,phone",
    ])
    func whatTheVendorCannotDoIsRefusedBeforeAnyCall(target: String) async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) }
        let answer = await gateway.get(target)
        #expect(answer.status == 422 && answer.problem == "unsupported")
        #expect(answer.json["connection"] == "cxpress" && answer.json["vendor"] == "cxpress")
        #expect(answer.json["retriable"] == false && answer.json["outcome"] == nil)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func whatIsRefusedIsNamedWithWhatThereIs() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) }
        let filter = await gateway.get("/v1/contacts?created_after=2025-01-01")
        #expect(
            filter.json["detail"]
                == "cxpress cannot filter by created_after. It can by search, tags, any_tag, owner_id, from_dialer."
        )
        let sort = await gateway.get("/v1/contacts?sort=created_at")
        #expect(sort.json["detail"] == "cxpress cannot sort by created_at. It can by name.")
    }

    @Test func idsNameTheirConnection() async throws {
        let (gateway, first, _) = try GatewayHarness.twoSimulated()
        let contact = first.landmarks.contactWithTickets
        let answer = await gateway.get("/v1/tickets?contact_id=cxpress:\(contact)")
        #expect(answer.json["meta"]["sources"].elements.count == 1)
        #expect(!answer.records.isEmpty && answer.ids.allSatisfy { $0.hasPrefix("cxpress:") })
        #expect(gateway.transport.calls.allSatisfy { $0.fields["Host"] == "cxpress.test" })
        let bare = await gateway.get("/v1/tickets?contact_id=\(contact)")
        #expect(bare.status == 400)
        #expect(await gateway.get("/v1/tickets?contact_id=\(contact)&connection=cxpress").status == 200)
        #expect(await gateway.get("/v1/tickets?contact_id=cxpress:1&assignee_id=cxpress-eu:1").status == 400)
        #expect(await gateway.get("/v1/tickets?contact_id=cxpress:1&connection=cxpress-eu").status == 400)
        #expect(await gateway.get("/v1/tickets?contact_id=other:1").status == 400)
    }

    @Test func aNotesPathAndItsParameterMayNotDisagree() async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated()
        let calls = gateway.transport.calls.count
        #expect(await gateway.get("/v1/tickets/cxpress:1/notes?connection=cxpress-eu").status == 400)
        #expect(await gateway.get("/v1/tickets/1/notes").status == 400)
        #expect(await gateway.get("/v1/tickets/cxpress:1?connection=cxpress-eu").status == 400)
        #expect(await gateway.get("/v1/tickets/1").status == 400)
        #expect(gateway.transport.calls.count == calls)
    }

    @Test func connectionsAreNarrowed() async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated()
        for (query, names) in [
            ("cxpress", ["cxpress"]), ("cxpress-eu", ["cxpress-eu"]),
            ("cxpress-eu,cxpress", ["cxpress-eu", "cxpress"]), ("cxpress,cxpress", ["cxpress"]),
        ] {
            let answer = await gateway.get("/v1/tickets?limit=4&connection=\(query)")
            #expect(answer.json["meta"]["sources"].elements.compactMap(\.["connection"].string) == names)
        }
        let all = await gateway.get("/v1/tickets?limit=5")
        #expect(all.records.count == 5)
        #expect(all.json["meta"]["sources"].elements.compactMap(\.["count"].integer) == [3, 2])
    }

    @Test func whatNoTicketCanBeIsAnEmptyListWithoutACall() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) }
        let answer = await gateway.get("/v1/tickets?state=open&status=resolved")
        #expect(answer.status == 200 && answer.records.isEmpty && answer.nextCursor == nil)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func theFilterReachesTheVendor() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let tickets = await gateway.get("/v1/tickets?status=on_hold&channel=whatsapp&limit=200")
        #expect(!tickets.records.isEmpty)
        #expect(tickets.records.allSatisfy { $0["status"] == "on_hold" && $0["channel"] == "whatsapp" })
        let tag = simulator.landmarks.contactTags.active
        let contacts = await gateway.get("/v1/contacts?tags=cxpress:\(tag)&limit=200")
        #expect(!contacts.records.isEmpty)
        #expect(contacts.records.count < 200)
    }
}
