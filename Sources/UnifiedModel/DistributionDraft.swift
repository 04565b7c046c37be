import JSONCore
import Primitives

/// What an app writes to have a survey sent, or links to it made. Ids are the vendor's own.
public struct DistributionDraft: Draft {
    /// The survey.
    public var surveyID: Text = ""
    /// What the distribution is called.
    public var name: Text?
    /// How it goes to people.
    public var channel: DistributionChannel = .email
    /// When it is to be sent; at once where nothing is said.
    public var scheduleAt: Timestamp?
    /// When its links end.
    public var expiresAt: Timestamp?
    /// When those who did not answer are asked again.
    public var reminder: Reminder?
    /// Whether answers are kept without names.
    public var isAnonymous: Bool?
    /// The texts it is sent with.
    public var templates = Templates()
    /// How it goes over WhatsApp.
    public var whatsapp: WhatsApp?
    /// Where the vendor tells that links are made.
    public var callbackURL: Text?
    /// The people.
    public var recipients: [RecipientDraft] = []

    /// When and how those who did not answer are asked again.
    public struct Reminder: Sendable {
        /// When.
        public var at: Timestamp?
        /// How; as the distribution itself where nothing is said.
        public var channel: DistributionChannel?
    }

    /// The ids of the texts a distribution is sent with.
    public struct Templates: Sendable {
        /// What asks.
        public var invite: Text?
        /// What asks again.
        public var reminder: Text?
        /// What a link says that has ended.
        public var expired: Text?
        /// What thanks for an answer.
        public var thanks: Text?
    }

    /// How a distribution goes over WhatsApp.
    public struct WhatsApp: Sendable {
        /// The text that asks.
        public var message: WhatsAppTemplate
        /// The text that asks again.
        public var reminder: WhatsAppTemplate?
        /// The number it comes from: the id of a channel.
        public var integrationID: Text?
    }

    /// A text that WhatsApp has approved.
    public struct WhatsAppTemplate: Sendable {
        /// What it is called.
        public var name: Text?
        /// In which language, such as `pt_BR`.
        public var language: Text?
        /// What is filled in, in its order: `customer.name`.
        public var variables: [Text]
        /// The provider's id of it.
        public var providerID: Text?
    }

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let survey = body.identifier("survey_id")
        body.require(survey, "survey_id")
        surveyID = survey.value ?? ""
        name = body.text("name").value
        let channel = body.word("channel", DistributionChannel.self)
        body.require(channel, "channel")
        self.channel = channel.value ?? .email
        scheduleAt = body.moment("schedule_at").value
        expiresAt = body.moment("expires_at").value
        body.object("reminder") { reminder in
            let at = reminder.moment("at").value
            let channel = reminder.word("channel", DistributionChannel.self).value
            if at != nil || channel != nil { self.reminder = Reminder(at: at, channel: channel) }
        }
        isAnonymous = body.flag("anonymous").value
        body.object("templates") { templates in
            self.templates = Templates(
                invite: templates.identifier("invite").value,
                reminder: templates.identifier("reminder").value,
                expired: templates.identifier("expired").value, thanks: templates.identifier("thanks").value)
        }
        readWhatsApp(&body)
        callbackURL = body.text("callback_url").value
        recipients = body.objects("recipients") { RecipientDraft(reading: &$0) }
    }

    private mutating func readWhatsApp(_ body: inout BodyReader) {
        body.object("whatsapp") { whatsapp in
            let message = WhatsAppTemplate(reading: &whatsapp)
            var reminder: WhatsAppTemplate?
            whatsapp.object("reminder") { reminder = WhatsAppTemplate(reading: &$0).nonEmpty }
            let integrationID = whatsapp.identifier("integration_id").value
            if message.nonEmpty == nil, reminder == nil, integrationID == nil { return }
            self.whatsapp = WhatsApp(message: message, reminder: reminder, integrationID: integrationID)
        }
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "survey_id", "name", "channel", "schedule_at", "expires_at", "reminder", "anonymous", "templates",
        "whatsapp", "callback_url", "recipients",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { false }

    /// The member whose id says which connection is meant.
    public static let addressingMembers: [StaticString] = ["survey_id"]
}

extension DistributionDraft.WhatsAppTemplate {
    fileprivate init(reading body: inout BodyReader) {
        name = body.text("template").value
        language = body.text("language").value
        variables = body.texts("variables").value ?? []
        providerID = body.text("provider_id").value
    }

    /// The text, unless nothing is said of it.
    fileprivate var nonEmpty: Self? {
        name == nil && language == nil && variables.isEmpty && providerID == nil ? nil : self
    }
}

/// One of the people a survey is sent to.
public struct RecipientDraft: Sendable {
    /// What the person is called.
    public var name: Text?
    /// The e-mail address.
    public var email: Text?
    /// The telephone number.
    public var phone: Text?
    /// Fields of the company's own.
    public var attributes: [NamedValue] = []

    /// A person.
    public init(name: Text? = nil, email: Text? = nil, phone: Text? = nil, attributes: [NamedValue] = []) {
        self.name = name
        self.email = email
        self.phone = phone
        self.attributes = attributes
    }

    init(reading body: inout BodyReader) {
        name = body.text("name").value
        email = body.text("email").value
        phone = body.scalar("phone").value
        attributes = body.values("attributes").value ?? []
    }
}
