import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// Bookings, from the form to the last slot of a day.
@Suite struct BookingTests {
    static func body(
        day: String = "2026-01-01", time: String = "09:00", form: String = #"{"key": "NAME", "value": "A"}"#,
        _ more: String = ""
    ) -> String {
        """
        {"company_id": "tatodesk:1", "location_id": "288", "category_id": "1", "type_ids": ["1"],
         "date": "\(day)", "time": "\(time)", "form": [\(form)]\(more)}
        """
    }

    private func book(_ gateway: GatewayHarness, _ body: String) async -> GatewayHarness.Answer {
        await gateway.send(.post, "/v1/appointments", body: body)
    }

    @Test func anAppointmentIsBookedAndRead() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540, 570], [900]]))
        let made = await book(gateway, Self.body(time: "15:00"))
        #expect(made.status == 201, "\(made.body)")
        let id = try #require(made.json["data"]["id"].string)
        #expect(made.fields["Location"]?.string == "/v1/appointments/\(id)")
        #expect(made.json["data"]["status"] == "scheduled")
        #expect(made.json["data"]["starts_at"] == "2026-01-01T18:00:00.000Z")
        #expect(made.json["data"]["documents"].elements.count == 2)
        // The period was found, and the channel is the connection's own.
        let sent = try JSONTree(#require(gateway.transport.calls.last?.body))
        #expect(sent["periodID"] == 2 && sent["channelID"] == 1 && sent["date"] == "01/01/2026")
        let read = await gateway.get("/v1/appointments/\(id)").json["data"]
        #expect(read["id"].string == id && read["starts_at"] == made.json["data"]["starts_at"])
        #expect(read["location"]["address"] == "Rua C Bairro João Ernesto")
        #expect(read["form"].elements.first?["value"] == "A")
        #expect(await gateway.get("/v1/appointments/tatodesk:1").problem == "not-found")
    }

    @Test func theChannelIsTheConnectionsUnlessSaid() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540, 570]])) {
            $0.connections[0].bookingChannelID = 7
        }
        for (more, channel) in [("", 7), (#", "channel_id": "3", "period_id": "1""#, 3)] {
            let time = channel == 7 ? "09:00" : "09:30"
            #expect(await book(gateway, Self.body(time: time, more)).status == 201)
            let sent = try JSONTree(#require(gateway.transport.calls.last?.body))
            #expect(sent["channelID"].integer == channel)
        }
    }

    @Test func aPeriodThatIsSaidIsNotLookedFor() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540]]))
        #expect(await book(gateway, Self.body(#", "period_id": "1""#)).status == 201)
        #expect(gateway.calls(to: "/pa/listPeriods") == 0 && gateway.transport.calls.count == 2)
    }

    @Test(
        arguments: [
            ("", ["/form"]), (#"{"key": "NAME", "value": ""}"#, ["/form/0/value"]),
            (#"{"key": "NAME", "value": "a"}, {"key": "CAR", "value": "b"}"#, ["/form/1/key"]),
            (#"{"key": "name", "value": "a"}"#, ["/form/0/key", "/form"]),
        ] as [(String, [String])])
    func aFormIsCheckedBeforeAnythingIsBooked(form: String, pointers: [String]) async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540]]))
        let answer = await book(gateway, Self.body(form: form))
        #expect(answer.status == 422 && answer.problem == "validation", "\(answer.body)")
        #expect(answer.json["errors"].elements.compactMap { $0["pointer"].string } == pointers)
        #expect(gateway.transport.calls.count == 1 && gateway.calls(to: "/dl/pa/listContactFormFields") == 1)
    }

    @Test func aSlotThatIsGoneIsAConflictWithThoseThatAreNot() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540, 570, 600]]))
        // The first look is kept; then somebody else comes, whom this gateway does not know.
        #expect(
            await gateway.get("/v1/appointment-slots?company_id=1&location_id=288&type_id=1").status == 200)
        let other = """
            {"companyID": 1, "attendanceUnitID": 288, "categoryID": 1, "attendanceTypes": [1],
             "date": "01/01/2026", "periodID": 1, "hour": "09:30", "channelID": 1,
             "contactForms": [{"key": "NAME", "value": "B"}]}
            """
        let path = "/v1/connections/tatodesk/passthrough/pa/createAppointment"
        #expect(await gateway.send(.post, path, body: other).json["error"] == nil)
        for more in ["", #", "period_id": "1""#] {
            let answer = await book(gateway, Self.body(time: "09:30", more))
            #expect(answer.status == 409 && answer.problem == "conflict", "\(answer.body)")
            #expect(answer.json["outcome"] == "not_applied" && answer.json["retriable"] == false)
            #expect(answer.json["slots"].elements.compactMap { $0["time"].string } == ["09:00", "10:00"])
            #expect(answer.json["slots"].elements[0]["period"]["id"] == "1")
            #expect(answer.json["slots"].elements[0]["starts_at"] == "2026-01-01T12:00:00.000Z")
        }
        let offered = await book(gateway, Self.body(time: "10:00"))
        #expect(offered.status == 201)
    }

    @Test func aTimeThatIsNotInTheCalendarIsNotBooked() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540]]))
        let answer = await book(gateway, Self.body(time: "09:01"))
        #expect(answer.status == 409 && answer.json["slots"].elements.count == 1)
        #expect(gateway.calls(to: "/pa/createAppointment") == 0)
    }

    /// What was refused for another reason stays what it was: the slot is still free.
    @Test func anotherRefusalIsNoConflict() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540]]))
        let body = Self.body(#", "period_id": "1""#).replacing(
            #""category_id": "1""#, with: #""category_id": "2""#)
        let answer = await book(gateway, body)
        #expect(answer.status == 422 && answer.problem == "vendor-rejected", "\(answer.body)")
        #expect(answer.json["vendor_error"]["message"] == "The category has no such service")
        #expect(answer.json["slots"] == nil && answer.json["outcome"] == "not_applied")
    }

    @Test func ofAHundredWhoBookTheLastSlotOneWins() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 2, [[540]]))
        let answers = await withTaskGroup(of: GatewayHarness.Answer.self) { group in
            for index in 0..<100 {
                let form = #"{"key": "NAME", "value": "\#(index)"}"#
                group.addTask { await book(gateway, Self.body(form: form)) }
            }
            var answers: [GatewayHarness.Answer] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        let won = answers.filter { $0.status == 201 }
        let lost = answers.filter { $0.status == 409 }
        #expect(won.count == 1 && lost.count == 99, "\(answers.map(\.status))")
        for answer in lost {
            #expect(answer.problem == "conflict" && answer.json["outcome"] == "not_applied")
            // The day is full; the next one is offered.
            #expect(answer.json["slots"].elements.compactMap { $0["date"].string } == ["2026-01-02"])
        }
        let id = try #require(won.first?.json["data"]["id"].string)
        let booked = await gateway.get("/v1/appointments/\(id)").json["data"]
        #expect(
            booked["form"].elements.first?["value"]
                == won.first?.json["data"]["form"].elements.first?["value"])
        let slots = "/v1/appointment-slots?company_id=1&location_id=288&type_id=1"
        gateway.time.advance(by: .seconds(11))
        #expect(await gateway.get(slots).records.compactMap { $0["date"].string } == ["2026-01-02"])
    }

    /// Whoever lists slots after a booking of this gateway's does not see the one that it took.
    @Test func aBookingEndsWhatWasKept() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 2, [[540, 570]]))
        let slots = "/v1/appointment-slots?company_id=1&location_id=288&type_id=1&date=2026-01-01"
        #expect(await gateway.get(slots).records.count == 2)
        #expect(await book(gateway, Self.body()).status == 201)
        #expect(await gateway.get(slots).records.compactMap { $0["time"].string } == ["09:30"])
    }

    /// An answer that is lost is not asked for again: nobody can tell whether the slot was booked.
    @Test func aBookingWhoseAnswerIsLostIsNotMadeAgain() async throws {
        let gateway = try GatewayHarness([
            .init(
                name: "tatodesk", quota: [],
                stand: { request in
                    if request.path.string.hasSuffix("/pa/createAppointment") {
                        return .failure(.timedOut(.firstByte), .maybeSent)
                    }
                    return .json(#"{"contactFormFields": [], "error": null}"#)
                }, vendor: "tatodesk", credentials: ["api_key": "planted-key"],
                paths: ["api": "", "api_v2": "", "data": "", "media": ""])
        ])
        let answer = await book(gateway, Self.body(form: "", #", "period_id": "1""#))
        #expect(answer.status == 504 && answer.json["outcome"] == "unknown")
        #expect(gateway.calls(to: "/pa/createAppointment") == 1)
    }

    @Test func filesAreAttachedToAnAppointment() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 2, [[540]]))
        let id = try #require(await book(gateway, Self.body()).json["data"]["id"].string)
        let answer = await gateway.send(
            .post, "/v1/attachments", body: #"{"appointment_id": "\#(id)", "urls": ["https://a.test/f"]}"#)
        #expect(answer.status == 202, "\(answer.body)")
        #expect(answer.json["data"]["appointment_id"].string == id && answer.json["data"]["id"] == nil)
        #expect(gateway.transport.calls.last?.path == "/api_v2/pa/createAttachments")
        let unknown = await gateway.send(
            .post, "/v1/attachments", body: #"{"appointment_id": "tatodesk:1", "urls": ["https://a.test/f"]}"#
        )
        #expect(unknown.problem == "not-found")
    }
}
