import Primitives
import TestSupport
import Testing

@Suite struct ListPagingTests {
    /// Follows a list's cursors to its end, and gives the ids of all its records.
    private func ids(_ gateway: GatewayHarness, _ target: String, _ limits: [Int]) async -> [String] {
        let pages = await gateway.pages(target, limits: limits)
        for (index, page) in pages.enumerated() {
            #expect(page.status == 200, "\(page.body.prefix(300))")
            #expect(page.records.count <= limits[index % limits.count])
            #expect(page.json["meta"]["count"].integer == page.records.count)
            #expect(page.json["meta"]["complete"] == true)
        }
        return pages.flatMap(\.ids)
    }

    @Test(arguments: [
        ("/v1/contacts", 300), ("/v1/tickets", 250), ("/v1/tickets?state=open", 250),
        ("/v1/tickets?state=closed", 400), ("/v1/tickets?state=deleted", 60), ("/v1/tickets?state=all", 710),
    ])
    func everyRecordComesJustOnce(target: String, count: Int) async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let expected = await ids(gateway, target, [200])
        #expect(expected.count == count && Set(expected).count == count)
        for limits in [[50], [37, 200]] {
            #expect(await ids(gateway, target, limits) == expected, "limits \(limits)")
        }
    }

    @Test func aPageOfOneWillDo() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let all = await ids(gateway, "/v1/tickets?state=deleted", [1])
        #expect(Set(all).count == 60 && all.count == 60)
    }

    @Test(arguments: [
        "/v1/contacts?sort=name", "/v1/contacts?sort=-name", "/v1/tickets?state=closed&sort=created_at",
        "/v1/tickets?state=closed&sort=-created_at", "/v1/tickets?state=deleted&sort=-deleted_at",
        "/v1/tickets?state=closed&sort=closed_at", "/v1/tickets?status=abandoned",
        "/v1/tickets?state=closed&created_after=2025-08-01T12:34:56Z&created_before=2025-10-01T01:02:03Z",
    ])
    func cursorsKeepOrderAndFilters(target: String) async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let expected = await ids(gateway, target, [200])
        #expect(expected.count > 20 && Set(expected).count == expected.count)
        for limits in [[50, 19]] {
            #expect(await ids(gateway, target, limits) == expected, "limits \(limits)")
        }
    }

    @Test func aTicketsNotesArePagedToo() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let path = "/v1/tickets/cxpress:\(simulator.landmarks.ticketInProgress)/notes"
        let expected = await ids(gateway, path, [200])
        #expect(expected.count == 12)
        #expect(await ids(gateway, path, [5]) == expected)
        let bare = "/v1/tickets/\(simulator.landmarks.ticketInProgress)/notes"
        #expect(await ids(gateway, bare, [200]) == expected)
        #expect(await gateway.get("/v1/tickets/cxpress:nobody/notes").problem == "not-found")
    }

    @Test(arguments: [[200], [50, 13], [9, 200]])
    func twoConnectionsArePagedSideBySide(limits: [Int]) async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated()
        let expected = await Set(
            ids(gateway, "/v1/tickets?connection=cxpress", [200])
                + ids(gateway, "/v1/tickets?connection=cxpress-eu", [200]))
        #expect(expected.count == 500)
        let all = await ids(gateway, "/v1/tickets", limits)
        #expect(all.count == 500 && Set(all) == expected)
    }

    @Test func aCursorOfAnotherListIsRefused() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let cursor = try #require(await gateway.get("/v1/tickets?state=open&limit=5").nextCursor)
        let calls = gateway.transport.calls.count
        for query in [
            "state=closed", "", "state=open&search=x", "state=open&sort=updated_at",
            "state=open&connection=cxpress",
            "state=open%00", "search=open&state=open",
        ] {
            let answer = await gateway.get("/v1/tickets?\(query)&limit=5&cursor=\(cursor)")
            #expect(answer.status == 400, "\(query)")
        }
        for target in ["/v1/contacts?cursor=\(cursor)", "/v1/tickets?state=open&cursor=x\(cursor)"] {
            let answer = await gateway.get(target)
            #expect(answer.status == 400 && answer.problem == "invalid-cursor")
        }
        #expect(await gateway.get("/v1/tickets?state=open&cursor=").problem == "invalid-cursor")
        #expect(gateway.transport.calls.count == calls)
        let shaped = await gateway.get(
            "/v1/tickets?state=open&limit=9&fields=id&raw=true&partial=forbid&cursor=\(cursor)")
        #expect(shaped.status == 200 && shaped.records.count == 5)
    }

    /// No value can be written so that it passes for two parameters.
    @Test func aCursorTellsParametersApart() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let cursor = try #require(await gateway.get("/v1/tickets?search=a&state=closed&limit=1").nextCursor)
        for query in ["search=a%00state%3Dclosed", "search=a%26state%3Dclosed", "search=a"] {
            let answer = await gateway.get("/v1/tickets?\(query)&cursor=\(cursor)")
            #expect(answer.problem == "invalid-cursor", "\(query)")
        }
        #expect(await gateway.get("/v1/tickets?state=closed&search=a&cursor=\(cursor)").status == 200)
    }

    @Test func aCursorIsGoodForAnotherProcessOfTheSameConfigurationOnly() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let cursor = try #require(await gateway.get("/v1/tickets?limit=5").nextCursor)
        let (same, _) = try GatewayHarness.simulated()
        #expect(await same.get("/v1/tickets?cursor=\(cursor)").status == 200)
        let (two, _, _) = try GatewayHarness.twoSimulated()
        #expect(await two.get("/v1/tickets?cursor=\(cursor)").problem == "invalid-cursor")
    }

    @Test func theLinkLeadsToTheNextPage() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let first = await gateway.get("/v1/tickets?state=closed&limit=5&fields=id")
        let link = try #require(first.fields["Link"]?.string)
        #expect(link.hasPrefix("</v1/tickets?") && link.hasSuffix(">; rel=\"next\""))
        let target = String(link.dropFirst().prefix { $0 != ">" })
        let second = await gateway.get(target)
        #expect(second.status == 200 && second.ids.count == 5 && Set(second.ids).isDisjoint(with: first.ids))
        for name in ["cursor", "%63ursor"] {
            let again = await gateway.get(
                "/v1/tickets?\(name)=\(first.nextCursor ?? "")&&state=closed&limit=5")
            let link = try #require(again.fields["Link"]?.string.dropFirst().prefix { $0 != ">" })
            #expect(again.ids == second.ids && !link.contains("&&"))
            #expect(await gateway.get(String(link)).status == 200)
        }
        #expect(await gateway.get("/v1/tickets?state=deleted&limit=200").fields["Link"] == nil)
    }
}
