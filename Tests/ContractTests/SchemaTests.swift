import HTTPCore
import JSONCore
import Primitives
import Testing
import UnifiedModel
import VendorKit
import Vendors
import YAMLCore
@testable import GatewayCore

/// The document's schemas and words are the model's.
@Suite struct SchemaTests {
    private let contract: Contract

    init() throws { contract = try Contract() }

    @Test(arguments: [
        ("Contact", Contact.memberNames), ("Ticket", Ticket.memberNames),
        ("TicketNote", TicketNote.memberNames), ("Survey", Survey.memberNames),
        ("Response", SurveyResponse.memberNames), ("CategorizedResponse", CategorizedResponse.memberNames),
        ("Feedback", Feedback.memberNames), ("Distribution", Distribution.memberNames),
        ("Recipient", DistributionRecipient.memberNames), ("Invite", Invite.memberNames),
        ("Suppression", Suppression.memberNames), ("Template", MessageTemplate.memberNames),
        ("Channel", Channel.memberNames), ("CustomField", CustomField.memberNames),
        ("Export", Export.memberNames), ("Location", Location.memberNames),
        ("Company", Company.memberNames), ("AppointmentCategory", AppointmentCategory.memberNames),
        ("AppointmentType", AppointmentType.memberNames),
        ("AppointmentRegion", AppointmentRegion.memberNames),
        ("AppointmentSlot", AppointmentSlot.memberNames), ("Appointment", Appointment.memberNames),
        ("Attachments", Attachments.memberNames), ("Visit", Visit.memberNames),
        ("VisitClassification", VisitClassification.memberNames),
        ("Message", Message.memberNames), ("Media", Media.memberNames),
        ("CampaignItem", CampaignItem.memberNames), ("Record", ObjectRecord.memberNames),
        ("AppSession", AppSession.memberNames), ("AppEvent", AppEvent.memberNames),
    ])
    func recordsHaveTheirMembers(name: String, members: [StaticString]) throws {
        let schema = try contract.schema(name)
        #expect(schema["properties"]?.keys == members.map { "\($0)" } + ["raw"])
        #expect(schema["additionalProperties"]?.text == "false")
    }

    @Test(arguments: [
        ("NewContact", "createContact", ["connection"], ContactDraft.memberNames),
        ("ContactChange", "updateContact", [], ContactDraft.memberNames),
        ("NewTicket", "createTicket", ["connection"], TicketDraft.memberNames),
        ("TicketChange", "updateTicket", [], TicketDraft.memberNames),
        ("NewResponses", "createResponses", [], ResponsesDraft.memberNames),
        ("NewDistribution", "createDistribution", ["connection"], DistributionDraft.memberNames),
        ("InviteChanges", "updateInvites", ["connection"], InvitesDraft.memberNames),
        ("NewSuppression", "createSuppression", ["connection"], SuppressionDraft.memberNames),
        ("NewExport", "createExport", ["connection"], ExportDraft.memberNames),
        ("NewLocation", "createLocation", ["connection"], LocationDraft.memberNames),
        ("NewAppointment", "createAppointment", ["connection"], AppointmentDraft.memberNames),
        ("NewAttachments", "createAttachments", ["connection"], AttachmentsDraft.memberNames),
        ("NewVisit", "createVisit", ["connection"], VisitDraft.memberNames),
        ("NewMessage", "createMessage", ["connection"], MessageDraft.memberNames),
        ("NewMedia", "createMedia", ["connection"], MediaEndpoint.memberNames),
        ("NewRecord", "createRecord", ["connection"], RecordDraft.memberNames),
        ("RecordChange", "updateRecord", [], RecordDraft.memberNames),
        ("NewAppSession", "createAppSession", ["connection"], AppSessionDraft.memberNames),
        ("NewAppEvent", "createAppEvent", ["connection"], AppEventDraft.memberNames),
    ])
    func bodiesHaveTheirMembers(
        name: String, operation: String, besides: [String], members: [StaticString]
    ) throws {
        let content = try contract.operation(operation).node["requestBody"]?["content"]
        for media in content?.entries ?? [] {
            #expect(media.value["schema"]?["$ref"]?.text == "#/components/schemas/\(name)")
        }
        let schema = try contract.schema(name)
        #expect(schema["properties"]?.keys == besides + members.map { "\($0)" })
        #expect(schema["additionalProperties"]?.text == "false")
    }

    @Test func everyVocabularyIsTheModels() throws {
        #expect(try words("TicketState") == TicketState.allCases.map { "\($0.word)" })
        #expect(try words("TicketStatus") == TicketStatus.allCases.map { "\($0.word)" })
        #expect(try words("TicketChannel") == TicketChannel.allCases.map { "\($0.word)" })
        #expect(try words("TicketLevel") == TicketLevel.allCases.map { "\($0.word)" })
        #expect(try words("ConnectionStatus") == ConnectionStatus.allCases.map { "\($0.word)" })
        #expect(try words("ConnectionBreaker") == Breaker.State.allCases.map { "\($0.word)" })
        let kind = try contract.schema("ConnectionCredentials")["properties"]?["kind"]
        #expect(kind?["enum"]?.words == ["fixed", "issued", "rotating"])
        let level = try contract.schema("Ticket")["properties"]?["level"]
        #expect(level?["enum"]?.words == TicketLevel.allCases.map { "\($0.word)" })
    }

    @Test func everyVocabularyOfSurveysIsTheModels() throws {
        try expect("QuestionType", QuestionType.self)
        try expect("Metric", QuestionType.self)
        try expect("SurveyStatus", SurveyStatus.self)
        try expect("ResponseStatus", ResponseStatus.self)
        try expect("Response", "status", ResponseStatus.self)
        try expect("Response", "nps_class", NPSClass.self)
        try expect("FollowUpStatus", FollowUpStatus.self)
        try expect("FeedbackKind", FeedbackKind.self)
        try expect("DistributionChannel", DistributionChannel.self)
        try expect("RecipientStatus", RecipientStatus.self)
        try expect("SuppressionKind", SuppressionKind.self)
        try expect("TemplateKind", TemplateKind.self)
        try expect("ChannelKind", ChannelKind.self)
        try expect("CustomFieldEntity", CustomFieldEntity.self)
        try expect("CustomField", "entity", CustomFieldEntity.self)
        try expect("ExportResource", ExportResource.self)
        try expect("ExportStatus", ExportStatus.self)
        try expect("AppointmentStatus", AppointmentStatus.self)
        try expect("VisitStatus", VisitStatus.self)
        try expect("MessageChannel", MessageChannel.self)
        try expect("Message", "status", DispatchStatus.self)
        try expect("CampaignItem", "channel", MessageChannel.self)
        try expect("NewMessageHeader", "type", MessageHeaderKind.self)
    }

    private func expect(_ schema: String, _ words: (some Vocabulary).Type) throws {
        #expect(try self.words(schema) == words.allCases.map { "\($0.word)" }, "\(schema)")
    }

    private func expect(_ schema: String, _ member: String, _ words: (some Vocabulary).Type) throws {
        let documented = try contract.schema(schema)["properties"]?[member]?["enum"]?.words
        #expect(documented == words.allCases.map { "\($0.word)" }, "\(schema): \(member)")
    }

    @Test func coverageSpeaksTheModelsWords() throws {
        let row = try #require(try contract.schema("OperationCoverage")["properties"])
        #expect(row["operation"]?["enum"]?.words == Operation.allCases.map(\.rawValue))
        #expect(row["filters"]?["items"]?["enum"]?.words == FilterName.allCases.map(\.rawValue))
        #expect(row["sorts"]?["items"]?["enum"]?.words == SortKey.allCases.map(\.rawValue))
    }

    @Test func aWriteTakesTheDocumentedWords() throws {
        let statuses = TicketStatus.allCases.map { "\($0.word)" }.filter { accepts("status", $0) }
        let channels = TicketChannel.allCases.map { "\($0.word)" }.filter { accepts("channel", $0) }
        #expect(try words("WrittenTicketStatus") == statuses)
        #expect(try words("WrittenTicketChannel") == channels)
    }

    private func accepts(_ member: String, _ word: String) -> Bool {
        guard let document = try? JSONDocument.parse(ByteBuffer("{\"\(member)\": \"\(word)\"}")),
            let object = try? document.root.object()
        else { return false }
        var reader = BodyReader(object, connection: "cxpress")
        _ = TicketDraft(reading: &reader)
        return reader.faults.isEmpty
    }

    @Test func everyProblemIsDocumented() throws {
        #expect(try words("ProblemSlug") == ProblemKind.allCases.map(\.rawValue))
        #expect(try words("ProblemType") == ProblemKind.allCases.map { "/problems/" + $0.rawValue })
    }

    @Test func exampleProblemsSayWhatTheGatewaySays() throws {
        var count = 0
        for example in contract.examples {
            guard let type = example["type"]?.text, type.hasPrefix("/problems/") else { continue }
            let kind = try #require(ProblemKind(rawValue: String(type.dropFirst("/problems/".count))))
            #expect(example["title"]?.text == "\(kind.title)", "\(type)")
            if kind != .unsupported { #expect(example["status"]?.text == "\(kind.status.code)", "\(type)") }
            if let explanation = example["explanation"] { #expect(explanation.text == "\(kind.explanation)") }
            count += 1
        }
        #expect(count > 20)
    }

    @Test func noEnumNamesAVendor() {
        let vendors = Set(allVendors.map { "\($0.name)" })
        for words in contract.vocabularies { #expect(vendors.isDisjoint(with: words)) }
    }

    private func words(_ schema: String) throws -> [String] {
        try #require(try contract.schema(schema)["enum"]).words
    }
}
