import HTTPCore
import Primitives
import Testing
import UnifiedModel

@Suite struct FilterReaderTests {
    private func reader(_ query: String) throws -> FilterReader {
        FilterReader(try #require(QueryParameters(Text(query))))
    }

    @Test func absentFiltersAreNeitherUsedNorWrong() throws {
        var query = try reader("limit=5")
        _ = TicketFilters(reading: &query)
        #expect(query.used.isEmpty && query.faults.isEmpty && query.connections.isEmpty)
        #expect(!query.hasBareIdentifier)
    }

    @Test func everyTicketFilterIsRead() throws {
        var query = try reader(
            "state=closed&status=resolved&channel=email,phone&contact_id=cxpress:1&assignee_id=2"
                + "&department_id=cxpress-eu:3&message_sending_id=4&tags=cxpress:5,6&any_tag=true&level=bot"
                + "&search=a+b&read=false&involved_bot=true&bots=7&automations=8,9&any_department=true"
                + "&created_after=2025-01-01&created_before=2025-01-01T00:00:00.001Z"
                + "&updated_after=2024-12-31T21:00:00-03:00&updated_before=2026-01-01")
        let filters = TicketFilters(reading: &query)
        #expect(query.faults.isEmpty)
        #expect(Set(query.used) == Set(TicketFilters.names))
        #expect(filters.state == .closed && filters.status == .resolved && filters.level == .bot)
        #expect(filters.channels == [.email, .phone])
        #expect(filters.contactID == "1" && filters.assigneeID == "2" && filters.departmentID == "3")
        #expect(filters.messageSendingID == "4" && filters.tags == ["5", "6"])
        #expect(filters.bots == ["7"] && filters.automations == ["8", "9"])
        #expect(filters.anyTag == true && filters.isRead == false && filters.involvedBot == true)
        #expect(filters.anyDepartment == true && filters.search == "a b")
        #expect(filters.created.after == Timestamp(rfc3339: "2025-01-01T00:00:00Z"))
        #expect(filters.updated.after == filters.created.after)
        #expect(query.connections == ["cxpress", "cxpress-eu", "cxpress"])
        #expect(query.hasBareIdentifier)
    }

    @Test func everyContactFilterIsRead() throws {
        var query = try reader(
            "search=x&tags=1&any_tag=true&owner_id=cxpress:2,cxpress:3&from_dialer=false"
                + "&created_after=2025-01-01&created_before=2025-01-02&updated_after=2025-01-01"
                + "&updated_before=2025-01-02")
        let filters = ContactFilters(reading: &query)
        #expect(query.faults.isEmpty)
        #expect(Set(query.used) == Set(ContactFilters.names))
        #expect(filters.ownerIDs == ["2", "3"] && filters.fromDialer == false)
    }

    @Test(arguments: [
        ("state=", "state is empty"), ("state=Open", "state is one of open, closed, deleted, all"),
        ("read=1", "read is either true or false"), ("any_tag=TRUE", "any_tag is either true or false"),
        ("channel=email,", "channel is one of email, phone, whatsapp, facebook, instagram, webchat, unknown"),
        ("tags=1,,2", "tags is an id, connection:remote-id"),
        ("contact_id=cxpress:", "contact_id is an id, connection:remote-id"),
        ("contact_id=a%00b", "contact_id is an id, connection:remote-id"),
        ("created_after=yesterday", "created_after is a time as RFC 3339 writes it, or a date"),
        ("created_after=2025-02-30", "created_after is a time as RFC 3339 writes it, or a date"),
        (
            "created_after=2025-01-02&created_before=2025-01-02",
            "created_before is later than created_after"
        ),
    ])
    func faultsSayWhatWouldBeRight(query: String, fault: String) throws {
        var query = try reader(query)
        _ = TicketFilters(reading: &query)
        #expect(query.faults == [fault])
    }

    @Test func allFaultsAreNotedAtOnce() throws {
        var query = try reader("state=x&read=x&level=x&tags=,")
        _ = TicketFilters(reading: &query)
        #expect(query.faults.count == 5)
        #expect(query.used == [.state, .tags, .level, .read])
    }

    @Test func aSpanHoldsItsFirstMomentAndNotItsLast() {
        let span = TimeSpan(after: Timestamp(seconds: 10), before: Timestamp(seconds: 20))
        #expect([9, 10, 19, 20].map { span.contains(Timestamp(seconds: $0)) } == [false, true, true, false])
        #expect(!span.contains(Timestamp(milliseconds: 9999)))
        #expect(span.contains(Timestamp(milliseconds: 19_999)))
        #expect(span.contains(nil) && TimeSpan().contains(Timestamp(seconds: 0)))
        #expect(TimeSpan().isOpen && !span.isOpen && !TimeSpan(after: Timestamp(seconds: 1)).isOpen)
    }

    @Test func everyWordOfAVocabularyIsReadBack() {
        for status in TicketStatus.allCases { #expect(TicketStatus(Text("\(status.word)")) == status) }
        for channel in TicketChannel.allCases { #expect(TicketChannel(Text("\(channel.word)")) == channel) }
        for state in TicketState.allCases { #expect(TicketState(Text("\(state.word)")) == state) }
        #expect(TicketStatus("onHold") == nil && TicketStatus("") == nil)
        #expect(TicketLevel.words == "bot, human")
    }
}
