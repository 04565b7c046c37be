import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// Free times, composed of a vendor's days, their parts and the times in each.
@Suite struct AppointmentSlotTests {
    private static let path = "/v1/appointment-slots?company_id=tatodesk:1&location_id=288&type_id=1"

    @Test func aWeekTakesNoMoreCallsThanItsDaysAndPartsNeed() async throws {
        let gateway = try GatewayHarness.tatodesk(
            calendar: .empty(days: 7, [[540, 570], [900, 930], [1080]]))
        // It is the evening of 31 December in São Paulo; the days are those of the week from 5 January on.
        let answer = await gateway.get(Self.path + "&from=2026-01-05&to=2026-01-09&limit=200")
        #expect(answer.status == 200, "\(answer.body)")
        #expect(answer.records.count == 25 && answer.nextCursor == nil)
        #expect(gateway.transport.calls.count == 1 + 5 + 15)
        #expect(answer.fields["CX-Upstream-Calls"] == "21" as Text)
        let first = answer.records[0]
        #expect(first["date"] == "2026-01-05" && first["time"] == "09:00")
        #expect(first["period"]["id"] == "1" && first["period"]["name"] == "Morning")
        #expect(first["starts_at"] == "2026-01-05T12:00:00.000Z")
        #expect(first["connection"] == "tatodesk" && first["id"] == nil)
        let order = answer.records.compactMap { $0["starts_at"].string }
        #expect(order == order.sorted())
    }

    /// Free times are kept by the calls they are made of, as long as the operator says.
    @Test(arguments: [(0, 0), (30, 29)])
    func theOperatorSaysHowLongTheyAreKept(lifetime: Int, age: Int) async throws {
        let gateway = try GatewayHarness.tatodesk {
            $0.connections[0].cacheLifetimes = ["listAppointmentSlots": .seconds(lifetime)]
        }
        let target = Self.path + "&date=2026-01-05"
        let first = await gateway.get(target)
        let count = gateway.transport.calls.count
        gateway.time.advance(by: .seconds(age))
        let second = await gateway.get(target)
        let isKept = lifetime > 0
        #expect(gateway.transport.calls.count == (isKept ? count : 2 * count))
        #expect(second.json["meta"]["sources"][0]["cached"] == .bool(isKept))
        #expect(second.fields["ETag"]?.string == first.fields["ETag"]?.string)
        let coverage = await gateway.get("/v1/connections/tatodesk/coverage").json["data"]["operations"]
        let row = coverage.elements.first { $0["operation"] == "listAppointmentSlots" }
        #expect(row?["cache_ttl"] == (isKept ? 30 : .null))
    }

    @Test func itStopsAtTheLimit() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 7, [[540, 570], [900]]))
        let answer = await gateway.get(Self.path + "&limit=2")
        #expect(answer.records.count == 2 && answer.nextCursor != nil)
        #expect(gateway.transport.calls.count == 3)
    }

    @Test func aFormThatAsksAgainCostsNothing() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let target = Self.path + "&date=2026-01-05"
        let first = await gateway.get(target)
        let count = gateway.transport.calls.count
        #expect(first.json["meta"]["sources"].elements[0]["cached"] == false && count == 4)
        gateway.time.advance(by: .milliseconds(9999))
        let second = await gateway.get(target)
        #expect(second.json["data"] == first.json["data"])
        #expect(second.json["meta"]["sources"].elements[0]["cached"] == true)
        #expect(second.fields["CX-Upstream-Calls"] == nil)
        #expect(gateway.transport.calls.count == count)
        gateway.time.advance(by: .milliseconds(1))
        #expect(await gateway.get(target).json["data"] == first.json["data"])
        #expect(gateway.transport.calls.count == 2 * count)
    }

    @Test(arguments: [1, 3, 7, 50])
    func pagesHoldEverySlotOnce(limit: Int) async throws {
        let gateway = try GatewayHarness.tatodesk(
            calendar: .empty(days: 4, [[540, 570, 600], [900], [1080, 1110]]))
        let pages = await gateway.pages(Self.path, limits: [limit])
        let paged = pages.flatMap(\.records).compactMap { $0["starts_at"].string }
        #expect(paged.count == 24 && Set(paged).count == 24 && paged == paged.sorted())
        let lines = await gateway.get(Self.path, fields: [("Accept", "application/x-ndjson")]).lines
        #expect(lines.count == 25)
        #expect(lines.dropLast().compactMap { $0["starts_at"].string } == paged)
        #expect(lines.last?["meta"]["count"] == 24)
    }

    /// A slot behind the cursor is taken meanwhile: nothing is given twice, and nothing left out.
    @Test func whatIsTakenBetweenPagesMovesNothing() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 1, [[540, 570, 600], [900, 930]]))
        let first = await gateway.get(Self.path + "&limit=2")
        for time in ["09:00", "09:30", "10:00"] {
            #expect(
                await gateway.send(.post, "/v1/appointments", body: BookingTests.body(time: time)).status
                    == 201)
        }
        gateway.time.advance(by: .seconds(11))
        let cursor = try #require(first.nextCursor)
        let rest = await gateway.get(Self.path + "&limit=50&cursor=\(cursor)")
        #expect(rest.records.compactMap { $0["time"].string } == ["15:00", "15:30"])
    }

    @Test func aPartOfTheDayIsAFilter() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 2, [[540], [900]]))
        for period in ["tatodesk:2", "2", "Afternoon"] {
            let answer = await gateway.get(Self.path + "&period=\(period)")
            #expect(answer.records.compactMap { $0["time"].string } == ["15:00", "15:00"], "\(period)")
        }
    }

    @Test(
        arguments: [
            ("/v1/appointment-slots?company_id=1&location_id=2", 400),
            (path + "&date=2026-01-05&to=2026-01-06", 400), (path + "&date=05/01/2026", 400),
            (path + "&limit=0", 400), (path + "&nope=1", 400), (path + "&cursor=abc", 400),
            (path + "&sort=created_at", 422), (path + "&connection=other", 400),
            (path.replacing("tatodesk:1", with: "tatodesk:x"), 404),
            (path.replacing("tatodesk:1", with: "other:1"), 400),
        ] as [(String, Int)])
    func whatIsAskedWronglyCostsNoCall(target: String, status: Int) async throws {
        let gateway = try GatewayHarness.tatodesk()
        let answer = await gateway.get(target)
        #expect(answer.status == status, "\(answer.body)")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func aVendorsRefusalIsTheAnswer() async throws {
        let gateway = try GatewayHarness.tatodesk()
        let answer = await gateway.get(Self.path + "&date=2030-01-01")
        #expect(answer.status == 422 && answer.problem == "vendor-rejected")
        #expect(answer.json["vendor_error"]["message"] == "The date is not available")
        #expect(answer.json["outcome"] == nil)
    }

    /// No call goes past a quota, and those under way together are no more than it has left.
    @Test func aSmallQuotaIsKept() async throws {
        let window = Configuration.QuotaWindow(limit: 9, window: .seconds(60), margin: .zero)
        let gateway = try GatewayHarness.tatodesk(
            quota: [window], calendar: .empty(days: 2, [[540], [900], [1080]]))
        #expect(await gateway.get(Self.path + "&limit=200").records.count == 6)
        #expect(gateway.transport.calls.count == 9)
        gateway.time.advance(by: .seconds(11))
        let refused = await gateway.send(.get, Self.path, fields: [("Prefer", "wait=0")])
        #expect(refused.status == 429 && refused.problem == "quota-exhausted")
        #expect(gateway.transport.calls.count == 9)
    }
}
