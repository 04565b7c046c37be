import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// Visits, from the number that is drawn to the report.
@Suite struct VisitTests {
    private static let body = """
        {"classification_id": "tatodesk:1", "company_id": "1", "location_id": "288", "type_ids": ["1"],
         "form": [{"field_id": "1", "key": "NAME", "value": "A"}]}
        """

    @Test func aVisitIsBegunReadAndAttachedTo() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let made = await gateway.send(.post, "/v1/visits", body: Self.body)
        #expect(made.status == 201, "\(made.body)")
        let id = try #require(made.json["data"]["id"].string)
        #expect(made.fields["Location"]?.string == "/v1/visits/\(id)")
        #expect(made.json["data"]["rating_link"].string?.hasPrefix("https://") == true)
        #expect(made.json["data"]["document_links"].elements.count == 1)
        #expect(made.json["data"]["created_at"] == "2026-01-01T00:00:00.000Z")
        let read = await gateway.get("/v1/visits/\(id)").json["data"]
        #expect(read["id"].string == id && read["created_at"] == made.json["data"]["created_at"])
        #expect(read["protocol"] == made.json["data"]["protocol"])
        // Known by its protocol as reports have it, it is found all the same, and once found not searched for.
        let known = try #require(read["protocol"].string)
        for _ in 0..<2 {
            #expect(await gateway.get("/v1/visits/tatodesk:p.\(known)").json["data"]["id"].string == id)
        }
        #expect(gateway.calls(to: "/global/searchProtocol") == 1)
        for visit in [id, "tatodesk:p.\(known)"] {
            let attached = await gateway.send(
                .post, "/v1/attachments", body: #"{"visit_id": "\#(visit)", "urls": ["https://a.test/f"]}"#)
            #expect(attached.status == 202, "\(attached.body)")
            #expect(attached.json["data"]["visit_id"].string == visit)
        }
        for unknown in ["tatodesk:1", "tatodesk:p.1", "tatodesk:x"] {
            #expect(await gateway.get("/v1/visits/\(unknown)").problem == "not-found", "\(unknown)")
        }
    }

    @Test func theReportIsPagedAndHeldToTheMoment() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let all = await gateway.pages("/v1/visits", limits: [7, 50])
        let ids = all.flatMap(\.ids)
        #expect(ids.count > 80 && Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.hasPrefix("tatodesk:p.") })
        #expect(all[0].json["meta"]["defaults"].keys == ["created_after", "created_before"])
        let moments = all.flatMap(\.records).compactMap { $0["created_at"].string }
        #expect(moments == moments.sorted().reversed())
        // A span that begins and ends within days holds just what lies in it.
        let (before, after) = (moments[10], moments[30])
        let span = await gateway.get("/v1/visits?limit=200&created_after=\(after)&created_before=\(before)")
        #expect(span.records.compactMap { $0["created_at"].string } == Array(moments[11...30]))
        #expect(span.json["meta"]["defaults"] == nil)
        #expect(gateway.transport.calls.allSatisfy { $0.fields["TATODESK-API-KEY"] == "sandbox-visits-key" })
    }

    @Test func aVisitReadsTheSameByItsNumberAndInTheReport() async throws {
        let gateway = try GatewayHarness.tatodesk()
        for row in await gateway.get("/v1/visits?limit=20").records {
            let id = try #require(row["id"].string)
            let read = await gateway.get("/v1/visits/\(id)").json["data"]
            for member in ["protocol", "code", "status", "vendor_status"] {
                #expect(read[member] == row[member])
            }
            // One of the two has no milliseconds.
            #expect(read["created_at"].string?.prefix(19) == row["created_at"].string?.prefix(19))
            #expect(read["durations"]["waiting"] == row["durations"]["waiting"])
        }
    }

    @Test func theReportIsFiltered() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let completed = await gateway.get("/v1/visits?limit=200&status_id=4").records
        #expect(!completed.isEmpty && completed.allSatisfy { $0["status"] == "completed" })
        let long = await gateway.get("/v1/visits?limit=200&service_time=gt:30").records
        #expect(!long.isEmpty && long.allSatisfy { ($0["durations"]["service"].integer ?? 0) > 1800 })
        let key = try #require(completed[0]["form"].elements.first?["value"].string)
        let one = await gateway.get(
            "/v1/visits?form_key=NAME&form_value=\(PercentCoding.encode(Text(key)))"
        ).records
        #expect(one.count == 1 && one[0]["id"] == completed[0]["id"])
        #expect(await gateway.get("/v1/visits?service_time=5").problem == "bad-request")
    }

    @Test func referenceListsAreServed() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let lists: [(String, Int)] = [
            ("companies", 3), ("companies?link_token=a", 3), ("locations?company_id=1", 4),
            ("locations?type_id=1&region_id=53", 1), ("appointment-categories?company_id=1", 2),
            ("appointment-categories?link_token=a", 3), ("appointment-categories?location_id=1", 3),
            ("appointment-types?category_id=1", 2), ("appointment-types?category_id=11&location_id=1", 1),
            ("appointment-regions?type_id=1", 3), ("visit-classifications", 3),
            ("custom-fields?entity=appointment&category_id=11&type_id=28&location_id=1", 2),
        ]
        for (list, count) in lists {
            let answer = await gateway.get("/v1/\(list)")
            #expect(answer.status == 200 && answer.records.count == count, "\(list): \(answer.body)")
        }
        let skipped = await gateway.get("/v1/locations").json["meta"]["sources"].elements[0]
        #expect(skipped["status"] == "skipped" && skipped["reason"].string?.hasPrefix("a company_id") == true)
        #expect(gateway.transport.calls.count == lists.count)
    }

    @Test func visitsThatTheVendorRefusesAreNotBegun() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let body = Self.body.replacing("tatodesk:1\"", with: "tatodesk:9\"")
        let answer = await gateway.send(.post, "/v1/visits", body: body)
        #expect(answer.status == 422 && answer.problem == "vendor-rejected")
        #expect(answer.json["outcome"] == "not_applied")
        let faulty = Self.body.replacing(#""field_id": "1""#, with: #""field_id": "x""#)
        #expect(
            await gateway.send(.post, "/v1/visits", body: faulty).json["errors"].elements[0]["pointer"]
                == "/form/0/field_id")
    }
}
