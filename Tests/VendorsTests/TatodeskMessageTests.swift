import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// Messages, records and app sessions: what is sent, and what the document's answers become.
@Suite struct TatodeskMessageTests {
    static let account: Account = {
        let zone = try? Zone(named: "America/Sao_Paulo")
        return Account(
            source: RecordSource(connection: "tatodesk", vendor: "tatodesk"),
            moment: Timestamp(milliseconds: 1_767_225_600_000), zone: zone ?? .utc)
    }()

    static func draft<Content: Draft>(_ body: ByteBuffer) throws -> Content {
        var reader = BodyReader(try JSONDocument.parse(body).root.object(), connection: "tatodesk")
        reader.ignore("connection")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults == [])
        return draft
    }

    static func json(_ records: [some UnifiedRecord]) -> ByteBuffer {
        let buffer = ByteBuffer("[")
        for (index, record) in records.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            var writer = RecordWriter(JSONWriter(buffer), source: account.source)
            writer.write(record, original: nil)
        }
        buffer.append(UInt8(ascii: "]"))
        return buffer
    }

    static func span(_ after: String, _ before: String) -> TimeSpan {
        TimeSpan(after: Timestamp(iso8601: Text(after)), before: Timestamp(iso8601: Text(before)))
    }

    private func check<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ filters: Filters, _ fixture: String, host: HostName,
        path: String, body: String
    ) throws {
        let stages = try endpoint.stages(ListQuery(filters: filters), Self.account)
        let stage = try #require(stages.first)
        let request = stage.request(PageRequest(number: 3, size: 10))
        #expect(stages.count == 1 && request.text == "POST \(path)" && request.host == host)
        #expect(request.isRead)
        #expect(
            try Translation.isSame(try #require(request.body), ByteBuffer(body)), "\(request.body!.string)")
        let records = try Translation.records(stage, Translation.document("tatodesk/\(fixture).vendor.json"))
        try expect(Self.json(records), "tatodesk/\(fixture).unified.json")
    }

    @Test func listsWhatCampaignsSent() throws {
        var filters = CampaignItemFilters()
        filters.created = Self.span("2024-01-01T03:00:00Z", "2025-07-01T03:00:00Z")
        filters.isArchived = false
        filters.departmentIDs = ["24", "7"]
        try check(
            Tatodesk.listCampaignItems, filters, "list-campaign-items", host: .data,
            path: "/mkt/listCampaignsReport",
            body: """
                {"filter": {"dateInitial": "01/01/2024", "dateFinal": "30/06/2025", "archived": 2,
                            "departmentIDs": [24, 7]}, "page": 3, "limit": 10}
                """)
    }

    @Test func listsMessagesOfAChannel() throws {
        var filters = MessageFilters()
        filters.created = Self.span("2021-01-01T03:00:00Z", "2025-01-06T03:00:00Z")
        filters.channel = .whatsapp
        filters.userIDs = ["25"]
        try check(
            Tatodesk.listMessages, filters, "list-messages", host: .data,
            path: "/mkt/listLooseNotificationsReport",
            body: """
                {"filter": {"dateInitial": "01/01/2021", "dateFinal": "05/01/2025", "userIDs": [25],
                            "service": "whatsapp"}, "page": 3, "limit": 10}
                """)
    }

    @Test func listsRecordsAndTheirColumns() throws {
        var filters = RecordFilters()
        filters.object = "Sales"
        try check(
            Tatodesk.listRecords, filters, "list-records", host: .secondAPI, path: "/crm/v1/listObject",
            body: "{\"apiName\": \"Sales\", \"page\": 3, \"limit\": 10}")
        let plan = try Tatodesk.listRecords.plan(ListQuery(filters: filters), LookupResults(), Self.account)
        #expect(plan.columns?.all == nil)
        _ = try Translation.records(
            try #require(plan.stages.first), Translation.document("tatodesk/list-objects.vendor.json"))
        let columns = try #require(plan.columns?.all)
        #expect(columns.map(\.name) == ["Product", "Value", "Date", "Status", "User"])
        #expect(columns.map(\.type) == ["text", "numeric", "timestamp", "type", "integer"])
        #expect(columns[3].choices.map(\.name) == ["Processing", "Paid", "Delivered"])
        #expect(columns[3].choices[1].color == "#504e4e")
    }

    @Test func fillsInTheLastThirtyDays() throws {
        let plan = try Tatodesk.listMessages.plan(
            ListQuery(filters: MessageFilters()), LookupResults(), Self.account)
        #expect(plan.defaults.map(\.name) == [.createdAfter, .createdBefore])
        let body = try #require(plan.stages.first?.request(PageRequest(number: 0, size: 50)).body)
        #expect(
            try Translation.isSame(
                body,
                ByteBuffer(
                    """
                    {"filter": {"dateInitial": "01/12/2025", "dateFinal": "31/12/2025"}, "page": 0,
                     "limit": 50}
                    """)))
    }

    @Test func aFilterOfAnIdThatIsNoNumberLeadsNowhere() {
        var filters = MessageFilters()
        filters.templateIDs = ["x"]
        let failure = #expect(throws: VendorFailure.self) {
            _ = try Tatodesk.listMessages.stages(ListQuery(filters: filters), Self.account)
        }
        #expect(failure?.kind == .notFound)
    }

    @Test(arguments: [
        ("\"7\"", 0, 5, 5, true), ("5", 0, 5, 5, false), ("null", 0, 5, 5, true), ("null", 1, 5, 4, false),
        ("\"10\"", 1, 5, 5, false), ("11", 1, 5, 5, true),
    ])
    func knowsTheLastPage(count: String, page: Int, size: Int, rows: Int, hasMore: Bool) throws {
        let list = [String](repeating: "{}", count: rows).joined(separator: ",")
        let answer = try Translation.document(text: "{\"count\": \(count), \"campaignItems\": [\(list)]}")
        let found = try Tatodesk.page(
            of: answer.root, rows: "campaignItems", PageRequest(number: page, size: size))
        #expect(found.hasMore == hasMore)
    }

    @Test(arguments: ["{}", "{\"campaignItems\": null}", "[]", "{\"campaignItems\": {}}"])
    func aReportWithoutItsRowsIsMalformed(text: String) throws {
        let answer = try Translation.document(text: text)
        #expect(throws: VendorFailure.self) {
            try Tatodesk.page(of: answer.root, rows: "campaignItems", PageRequest(number: 0, size: 5))
        }
    }
}

/// What is sent for each kind of message, record and event.
@Suite struct TatodeskMessageWriteTests {
    private static let sends = ["send-email", "send-whatsapp", "send-whatsapp-media", "send-sms"]

    @Test(arguments: sends)
    func sendsTheDocumentedBody(fixture: String) throws {
        let draft: MessageDraft = try TatodeskMessageTests.draft(
            Fixture.read("tatodesk/\(fixture).unified.json"))
        let request = try Tatodesk.createMessage.request(draft, LookupResults(), TatodeskMessageTests.account)
        #expect(request.text == "POST /dl/v1/\(draft.channel.word)/messages" && request.host == .api)
        #expect(request.allowsEmptyAnswer && !request.isRead)
        try expect(try #require(request.body), "tatodesk/\(fixture).vendor.json")
        let nothing = try Translation.document(text: "{\"error\": null}")
        let record = try Tatodesk.createMessage.record(nothing.root, draft)
        #expect(record.remoteID == nil && record.channel == draft.channel && record.templateID == "12")
    }

    @Test(arguments: [
        ("\"channel\": \"sms\", \"to\": \"ana@example.com\"", ["/to"]),
        ("\"channel\": \"sms\", \"to\": \"123\"", ["/to"]),
        ("\"channel\": \"email\", \"to\": \"5581999998888\"", ["/to"]),
        ("\"channel\": \"email\", \"to\": \"a@b.c\", \"webhook_id\": \"1\"", ["/webhook_id"]),
        ("\"channel\": \"email\", \"to\": \"a@b.c\", \"metadata\": {\"A\": \"b\"}", ["/metadata"]),
        (
            "\"channel\": \"sms\", \"to\": \"5581999998888\", \"header\": {\"link\": \"https://example.com\"}",
            ["/header"]
        ),
        (
            "\"channel\": \"sms\", \"to\": 5581999998888, \"attachments\": [{\"filename\": \"a\", \"base64\": \"YQ==\"}]",
            ["/attachments"]
        ),
    ])
    func refusesWhatAChannelHasNoPlaceFor(members: String, pointers: [String]) throws {
        let body = ByteBuffer("{\(members), \"app_id\": \"a\", \"template_id\": 1}")
        let draft: MessageDraft = try TatodeskMessageTests.draft(body)
        let problem = #expect(throws: Problem.self) {
            _ = try Tatodesk.createMessage.request(
                draft, LookupResults(), TatodeskMessageTests.account)
        }
        #expect(problem?.faults.map(\.pointer) == pointers)
    }

    @Test(arguments: [
        ("{}", ["/channel", "/to", "/app_id", "/template_id"]),
        ("{\"header\": {\"link\": \"a\"}}", ["/header/link"]), ("{\"header\": {}}", ["/header/link"]),
        (
            "{\"header\": {\"link\": \"https://example.com\", \"media_id\": \"1\"}}", ["/header/media_id"]
        ),
        ("{\"attachments\": [{\"filename\": \"a\", \"base64\": \"?\"}]}", ["/attachments/0/base64"]),
        ("{\"attachments\": [{\"base64\": \"YQ==\"}]}", ["/attachments/0/filename"]),
        ("{\"parameters\": [true]}", ["/parameters"]), ("{\"metadata\": {\"a\": []}}", ["/metadata"]),
    ])
    func namesEveryFaultOfAMessage(json: String, pointers: [String]) throws {
        var reader = BodyReader(
            try Translation.document(text: json).root.object(), connection: "tatodesk")
        _ = MessageDraft(reading: &reader)
        let found = reader.faults.map(\.pointer)
        #expect(pointers.allSatisfy(found.contains), "\(found)")
    }

    @Test func writesRecords() throws {
        var draft: RecordDraft = try TatodeskMessageTests.draft(
            ByteBuffer("{\"fields\": {\"Produto\": \"Soda\", \"Value\": 2.5}}"))
        draft.object = "Sales"
        let account = TatodeskMessageTests.account
        let creation = try Tatodesk.createRecord.request(draft, LookupResults(), account)
        #expect(creation.text == "POST /crm/v1/insertObject" && creation.host == .secondAPI)
        let created = "{\"apiName\": \"Sales\", \"dataObject\": {\"Produto\": \"Soda\", \"Value\": 2.5}}"
        #expect(try Translation.isSame(try #require(creation.body), ByteBuffer(created)))
        let answer = try Translation.document("tatodesk/create-record.vendor.json")
        try expect(
            TatodeskMessageTests.json([Tatodesk.createRecord.record(answer.root, draft)]),
            "tatodesk/create-record.unified.json")
    }

    @Test func changesAndDeletesRecords() throws {
        var draft: RecordDraft = try TatodeskMessageTests.draft(
            ByteBuffer("{\"fields\": {\"Produto\": \"Water\"}}"))
        draft.object = "Sales"
        let id: Text = "8b7d02b9-bff1-40d2-81ee-10ac90886d21"
        let account = TatodeskMessageTests.account
        let input = UpdateInput<RecordDraft, ObjectRecord>(
            remoteID: id, draft: draft, current: nil, lookups: LookupResults())
        let change = try Tatodesk.updateRecord.request(input, account)
        #expect(change.text == "POST /crm/v1/updateObject" && change.host == .secondAPI)
        let changed = "{\"apiName\": \"Sales\", \"ID\": \"\(id)\", \"dataObject\": {\"Produto\": \"Water\"}}"
        #expect(try Translation.isSame(try #require(change.body), ByteBuffer(changed)))
        let answer = try Translation.document("tatodesk/update-record.vendor.json")
        try expect(
            TatodeskMessageTests.json([Tatodesk.updateRecord.record(answer.root, input)]),
            "tatodesk/update-record.unified.json")
        let deletion = Tatodesk.deleteRecord.request(RecordAddress(object: "Sales", remoteID: id), account)
        #expect(deletion.text == "POST /crm/v1/deleteObject" && deletion.host == .secondAPI)
        let deleted = "{\"apiName\": \"Sales\", \"ID\": \"\(id)\"}"
        #expect(try Translation.isSame(try #require(deletion.body), ByteBuffer(deleted)))
        try Tatodesk.deleteRecord.check(Translation.document("tatodesk/delete-record.vendor.json").root)
    }

    @Test func beginsSessionsOfApps() throws {
        let draft: AppSessionDraft = try TatodeskMessageTests.draft(
            Fixture.read("tatodesk/create-app-session.unified.json"))
        let request = try Tatodesk.createAppSession.request(
            draft, LookupResults(), TatodeskMessageTests.account)
        #expect(request.text == "POST /pulse/v1/createAppSession" && request.host == .secondAPI)
        try expect(try #require(request.body), "tatodesk/create-app-session.vendor.json")
        let answer = try Translation.document("tatodesk/create-app-session-answer.vendor.json")
        let record = try Tatodesk.createAppSession.record(answer.root, draft)
        #expect(record.remoteID == "c23a31c7-7bf1-4972-855a-da6dad2bc5d9" && record.device.os == "android")
        let nothing = try Translation.document(text: "{\"error\": null}")
        #expect(throws: VendorFailure.self) { try Tatodesk.createAppSession.record(nothing.root, draft) }
    }

    @Test func tellsOfEventsInApps() throws {
        let draft: AppEventDraft = try TatodeskMessageTests.draft(
            Fixture.read("tatodesk/create-app-event.unified.json"))
        let request = try Tatodesk.createAppEvent.request(
            draft, LookupResults(), TatodeskMessageTests.account)
        #expect(request.text == "POST /pulse/v1/createEvent" && request.host == .api)
        #expect(request.allowsEmptyAnswer)
        try expect(try #require(request.body), "tatodesk/create-app-event.vendor.json")
        let record = try Tatodesk.createAppEvent.record(Translation.document(text: "null").root, draft)
        #expect(record.remoteID == nil && record.tag == "Custom Session")
    }
}
