import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct CxpressSeedTests {
    @Test func `A seed names a data set`() async throws {
        let first = try await CxpressClient().get("ticket").json
        #expect(try await CxpressClient().get("ticket").json == first)
        #expect(try await CxpressClient { $0.seed = 2 }.get("ticket").json != first)
    }

    @Test func `The hour changes moments, not ids`() {
        let data = ([0, 86_399_999] as [Int64]).map { shift -> CxpressData in
            let now = Timestamp(milliseconds: 1_767_225_600_000 + shift)
            var filler = CxpressSeed(configuration: CxpressConfiguration(), now: now)
            return filler.fill()
        }
        #expect(data[0].tickets.all.map(\.id) == data[1].tickets.all.map(\.id))
        #expect(data[0].contacts.all.map(\.userID) == data[1].contacts.all.map(\.userID))
        #expect(CxpressLandmarks(data[0]).agent == CxpressLandmarks(data[1]).agent)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `Every seed has what the landmarks point at, within the rules`(seed: UInt64) throws {
        var configuration = CxpressConfiguration()
        configuration.seed = seed
        var filler = CxpressSeed(configuration: configuration, now: Timestamp(seconds: 1_767_225_600))
        let data = filler.fill()
        _ = CxpressLandmarks(data)
        #expect(data.agents.all.count == 40)
        #expect(data.sectors.all.count == 12)
        #expect(data.contacts.all.count == 300)
        #expect(data.customFields.all.count == 8)
        #expect(data.ticketTags.all.count == 20 && data.contactTags.all.count == 20)
        #expect(data.messageSendingIDs.count == 3)
        #expect(data.tickets.all.count(where: \.isInProgress) == 250)
        let references = data.tickets.all.map(\.reference)
        #expect(references == Array(30_000..<30_710))
        for contact in data.contacts.all {
            try data.check(contact.customFields, of: .consumer, refusal: CxpressRefusal.invalidConsumer)
        }
        let unreachable = data.contacts.all.filter { contact in
            !CxpressChannel.allCases.contains(where: contact.canBeReached(by:))
                || !contact.emails.allSatisfy(CxpressData.isEmailAddress)
                || !contact.whatsAppNumbers.allSatisfy(CxpressData.isPhoneNumber)
                || !(contact.phone.map(CxpressData.isPhoneNumber) ?? true)
        }
        #expect(unreachable.map(\.name) == [], "seed \(seed)")
        for ticket in data.tickets.all {
            try data.check(ticket.customFields, of: .ticket, refusal: CxpressRefusal.ticketRule)
        }
        let misplaced = data.tickets.all.filter { ticket in
            let agent = ticket.assigneeUserID.flatMap { data.agents[$0] }
            return data.contacts[ticket.contactUserID]?.canBeReached(by: ticket.channel) != true
                || agent?.sectorIDs.contains(ticket.sectorID ?? "") == false
        }
        #expect(misplaced.map(\.id) == [], "seed \(seed)")
    }

    @Test func `A page of a hundred tickets is about 93 kB`() async throws {
        for page in 1...2 {
            let size = try await CxpressClient().get("ticket?page=\(page)").size
            #expect((83_000...103_000).contains(size), "\(size)")
        }
    }

    @Test func `UUIDs are of version 4`() {
        var random = DeterministicRandom(seed: 7)
        for _ in 0..<1000 {
            let uuid = Array(random.uuid())
            #expect(uuid.count == 36 && uuid[14] == "4" && "89ab".contains(uuid[19]))
            #expect([8, 13, 18, 23].allSatisfy { uuid[$0] == "-" })
        }
    }
}
