import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

/// What the model writes, down to its parts' members, is what the document's schemas say.
@Suite struct WrittenRecordTests {
    private let contract: Contract

    init() throws { contract = try Contract() }

    private func expect(_ record: some UnifiedRecord, _ schema: String) throws {
        let buffer = ByteBuffer(capacity: 4096)
        var writer = RecordWriter(
            JSONWriter(buffer), source: RecordSource(connection: "demo", vendor: "demo"))
        writer.write(record, original: nil)
        #expect(try contract.differences(JSONTree(buffer), from: schema) == [])
    }

    @Test func emptyRecordsAreAsDocumented() throws {
        try expect(Survey(remoteID: nil), "Survey")
        try expect(SurveyResponse(remoteID: nil), "Response")
        try expect(CategorizedResponse(remoteID: nil), "CategorizedResponse")
        try expect(Feedback(remoteID: nil, kind: .nps, rating: .integer(9), title: ""), "Feedback")
        try expect(Distribution(remoteID: nil), "Distribution")
        try expect(DistributionRecipient(), "Recipient")
        try expect(Invite(remoteID: nil), "Invite")
        try expect(Suppression(remoteID: nil, kind: .blocklist), "Suppression")
        try expect(MessageTemplate(remoteID: nil, kind: .unknown), "Template")
        try expect(Channel(remoteID: nil, kind: .unknown), "Channel")
        try expect(CustomField(remoteID: nil), "CustomField")
        try expect(Export(remoteID: nil, resource: .followUps), "Export")
        try expect(Location(remoteID: nil), "Location")
        try expect(Company(remoteID: nil), "Company")
        try expect(AppointmentCategory(remoteID: nil), "AppointmentCategory")
        try expect(AppointmentType(remoteID: nil), "AppointmentType")
        try expect(AppointmentRegion(remoteID: nil), "AppointmentRegion")
        try expect(Appointment(remoteID: nil), "Appointment")
        try expect(Attachments(remoteID: nil), "Attachments")
        try expect(Visit(remoteID: nil), "Visit")
        try expect(VisitClassification(remoteID: nil), "VisitClassification")
    }

    @Test func appointmentsAndVisitsWithAllTheirPartsAreAsDocumented() throws {
        let day = CalendarDay(daysSince1970: 20_000)
        let time = try #require(ClockTime(minuteOfDay: 940))
        try expect(
            AppointmentSlot(
                day: day, period: DayPeriod(id: "2", name: nil), time: time, startsAt: Self.moment),
            "AppointmentSlot")
        var appointment = Appointment(remoteID: "1")
        appointment.location = Reference(remoteID: "2", name: "Unit")
        appointment.address = "Street 1"
        appointment.day = day
        appointment.time = time
        appointment.startsAt = Self.moment
        appointment.documents = ["d"]
        appointment.form = [FormAnswer(key: "NAME", value: nil)]
        try expect(appointment, "Appointment")
        var visit = Visit(remoteID: "1")
        visit.durations.waiting = 47
        visit.rating = Visit.Rating(score: .fraction(9.5), comment: nil)
        visit.documentLinks = [Visit.DocumentLink(name: "a", form: nil, url: "u")]
        visit.form = appointment.form
        visit.customFields = [Self.field]
        try expect(visit, "Visit")
        var attachments = Attachments(remoteID: nil)
        attachments.visitID = "1"
        attachments.urls = ["u"]
        try expect(attachments, "Attachments")
    }

    @Test func messagesAndRecordsAreAsDocumented() throws {
        try expect(Message(remoteID: nil), "Message")
        try expect(Media(remoteID: nil), "Media")
        try expect(CampaignItem(remoteID: nil), "CampaignItem")
        try expect(ObjectRecord(remoteID: nil, object: "Sales"), "Record")
        try expect(AppSession(remoteID: nil, device: AppDevice()), "AppSession")
        try expect(AppEvent(remoteID: nil), "AppEvent")
    }

    private static let moment = Timestamp(milliseconds: 1_773_346_281_000)
    private static let field = NamedValue("Filial", .text("Filial B"))

    @Test func whatBecameOfAMessageIsAsDocumented() throws {
        var message = Message(remoteID: "1")
        message.channel = .sms
        message.parameters = ["a"]
        message.metadata = [Self.field]
        message.dispatch.status = .failed
        message.dispatch.sessionID = "s"
        message.dispatch.billing = MessageBilling(isBillable: true, model: "m", category: nil)
        try expect(message, "Message")
        var item = CampaignItem(remoteID: "1")
        item.dispatch = message.dispatch
        item.campaign.status = .completed
        item.department = Reference(remoteID: nil, name: "Support")
        try expect(item, "CampaignItem")
        var record = ObjectRecord(remoteID: "1", object: "Sales")
        record.fields = [Self.field]
        try expect(record, "Record")
    }

    @Test func aSurveyWithAllItsPartsIsAsDocumented() throws {
        var survey = Survey(remoteID: "1")
        survey.metric = .csat
        survey.status = .active
        survey.scale = Scale(1, 5)
        survey.totals = SurveyTotals(promoters: 1, passives: nil, detractors: 2)
        survey.customFields = [Self.field]
        let inner = SurveyQuestion(id: "b", text: "B", type: .likeDislike, vendorType: "x")
        survey.questions = [
            SurveyQuestion(
                id: "a", text: "A", type: .singleChoice, vendorType: "radio", isRequired: true,
                commentsEnabled: false, scale: Scale(0, 10),
                choices: [.init(id: "1", text: "One", value: .fraction(0.5))], questions: [inner])
        ]
        try expect(survey, "Survey")
    }

    @Test func aResponseWithAllItsPartsIsAsDocumented() throws {
        let values: [AnswerValue] = [
            .none, .number(.integer(9)), .number(.fraction(7.5)), .text("x"), .choices(["a", "b"]),
            .nested([.init(text: "a", options: ["b"])]),
        ]
        let response = SurveyResponse(
            remoteID: "1", createdAt: Self.moment, surveyID: "2", inviteID: "3",
            contact: Respondent(id: "4", name: "Ana"), metric: .nps, score: .integer(9), scale: Scale(0, 10),
            answers: values.map { SurveyAnswer(questionID: "q", type: .unknown, value: $0, comment: "c") },
            status: .partial, channel: "email", isAnonymous: false,
            categories: [ResponseCategory(name: "a", subcategory: "b")], tags: ["t"],
            followUp: FollowUp(status: .inProgress, vendorStatus: "x", owner: nil), metadata: [Self.field],
            sentAt: Self.moment, answeredAt: Self.moment)
        try expect(response, "Response")
        var sorted = CategorizedResponse(remoteID: "1")
        sorted.categories = response.categories
        try expect(sorted, "CategorizedResponse")
        var feedback = Feedback(remoteID: "1", kind: .csat, rating: .fraction(4.5), title: "[CSAT] x")
        feedback.additionalFields = values.map { NamedValue("q", $0.fieldValue(or: nil)) }
        feedback.transaction = FeedbackTransaction(id: "7", platform: nil)
        try expect(feedback, "Feedback")
    }

    @Test func aDistributionWithAllItsPartsIsAsDocumented() throws {
        var recipient = DistributionRecipient(remoteID: "1")
        recipient.status = .clicked
        recipient.statusAt = Self.moment
        recipient.inviteID = "2"
        recipient.history = [RecipientEvent(status: .sent, vendorStatus: "Enviado", at: Self.moment)]
        recipient.attributes = [Self.field]
        try expect(recipient, "Recipient")
        var distribution = Distribution(remoteID: "1")
        distribution.reminder = DistributionReminder(at: Self.moment, channel: nil)
        distribution.counts = [Count("opened", 2)]
        distribution.errors = [Count("blocked", 1)]
        distribution.recipients = [recipient]
        distribution.parts = [
            DistributionPart(recipients: 0..<2, result: ItemResult(status: .created, id: "demo:1")),
            DistributionPart(recipients: 2..<3, result: ItemResult(status: .accepted)),
        ]
        try expect(distribution, "Distribution")
    }

    @Test func whatSurroundsThemIsAsDocumented() throws {
        var invite = Invite(remoteID: "1")
        invite.metric = .nps
        invite.resentAt = [Self.moment]
        invite.attributes = [Self.field]
        try expect(invite, "Invite")
        var suppression = Suppression(remoteID: "1", kind: .quarantine)
        suppression.surveyGroupID = "2"
        suppression.expiresAt = Self.moment
        try expect(suppression, "Suppression")
        var field = CustomField(remoteID: "1")
        field.entity = .contact
        field.maximumLength = 20
        try expect(field, "CustomField")
        var location = Location(remoteID: "1")
        location.company = Reference(remoteID: "2", name: nil)
        location.customFields = [Self.field]
        try expect(location, "Location")
        var export = Export(remoteID: "1", resource: .responses)
        export.status = .done
        try expect(export, "Export")
    }
}
