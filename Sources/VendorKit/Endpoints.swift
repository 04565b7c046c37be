import UnifiedModel

/// What a vendor can do, operation by operation. What is absent is unsupported. It is one reference: a copy
/// of the table would count one for every function in it, several times a request.
///
/// `@unchecked Sendable`: written by `init` alone.
public final class Endpoints: @unchecked Sendable {
    /// Lists contacts.
    public var listContacts: ListEndpoint<Contact, ContactFilters>?
    /// Reads one contact.
    public var getContact: ReadEndpoint<Contact>?
    /// Makes a contact.
    public var createContact: CreateEndpoint<ContactDraft, Contact>?
    /// Changes a contact.
    public var updateContact: UpdateEndpoint<ContactDraft, Contact>?
    /// Deletes a contact.
    public var deleteContact: CommandEndpoint?
    /// Lists tickets.
    public var listTickets: ListEndpoint<Ticket, TicketFilters>?
    /// Reads one ticket.
    public var getTicket: ReadEndpoint<Ticket>?
    /// Makes a ticket.
    public var createTicket: CreateEndpoint<TicketDraft, Ticket>?
    /// Changes a ticket.
    public var updateTicket: UpdateEndpoint<TicketDraft, Ticket>?
    /// Deletes a ticket.
    public var deleteTicket: CommandEndpoint?
    /// Lists the notes on a ticket.
    public var listTicketNotes: ListEndpoint<TicketNote, TicketNoteFilters>?
    /// Lists surveys.
    public var listSurveys: ListEndpoint<Survey, SurveyFilters>?
    /// Reads one survey with its questions.
    public var getSurvey: ReadEndpoint<Survey>?
    /// Lists what people answered.
    public var listResponses: ListEndpoint<SurveyResponse, ResponseFilters>?
    /// Adds answers collected elsewhere to a survey.
    public var createResponses: BatchEndpoint<ResponsesDraft>?
    /// Lists how responses were sorted.
    public var listResponseCategories: ListEndpoint<CategorizedResponse, CategoryFilters>?
    /// Sends a survey, or makes links to it.
    public var createDistribution: DistributionEndpoint?
    /// Lists distributions.
    public var listDistributions: ListEndpoint<Distribution, DistributionFilters>?
    /// Reads one distribution.
    public var getDistribution: ReadEndpoint<Distribution>?
    /// Sends a distribution again.
    public var resendDistribution: CommandEndpoint?
    /// Lists the people a distribution went to.
    public var listDistributionRecipients: ListEndpoint<DistributionRecipient, RecipientFilters>?
    /// Lists invites.
    public var listInvites: ListEndpoint<Invite, InviteFilters>?
    /// Corrects invites.
    public var updateInvites: BatchEndpoint<InvitesDraft>?
    /// Lists whom no survey is sent to.
    public var listSuppressions: ListEndpoint<Suppression, SuppressionFilters>?
    /// Has somebody sent no survey any more.
    public var createSuppression: CreateEndpoint<SuppressionDraft, Suppression>?
    /// Lists templates.
    public var listTemplates: ListEndpoint<MessageTemplate, TemplateFilters>?
    /// Lists channels.
    public var listChannels: ListEndpoint<Channel, ChannelFilters>?
    /// Lists custom fields.
    public var listCustomFields: ListEndpoint<CustomField, CustomFieldFilters>?
    /// Has a file of records made.
    public var createExport: CreateEndpoint<ExportDraft, Export>?
    /// Lists files of records.
    public var listExports: ListEndpoint<Export, ExportFilters>?
    /// Lists places.
    public var listLocations: ListEndpoint<Location, LocationFilters>?
    /// Registers a place.
    public var createLocation: CreateEndpoint<LocationDraft, Location>?
    /// Lists companies.
    public var listCompanies: ListEndpoint<Company, CompanyFilters>?
    /// Lists the categories of services.
    public var listAppointmentCategories: ListEndpoint<AppointmentCategory, AppointmentCategoryFilters>?
    /// Lists services.
    public var listAppointmentTypes: ListEndpoint<AppointmentType, AppointmentTypeFilters>?
    /// Lists the regions in which services are to be had.
    public var listAppointmentRegions: ListEndpoint<AppointmentRegion, AppointmentRegionFilters>?
    /// Lists free times.
    public var listAppointmentSlots: SlotEndpoint?
    /// Books an appointment.
    public var createAppointment: BookingEndpoint?
    /// Reads one appointment.
    public var getAppointment: ReadEndpoint<Appointment>?
    /// Attaches files to an appointment or a visit.
    public var createAttachments: CreateEndpoint<AttachmentsDraft, Attachments>?
    /// Begins a visit.
    public var createVisit: CreateEndpoint<VisitDraft, Visit>?
    /// Lists visits.
    public var listVisits: ListEndpoint<Visit, VisitFilters>?
    /// Reads one visit.
    public var getVisit: ReadEndpoint<Visit>?
    /// Lists how visits are served one before the other.
    public var listVisitClassifications: ListEndpoint<VisitClassification, VisitClassificationFilters>?

    /// Sends a message to one person.
    public var createMessage: CreateEndpoint<MessageDraft, Message>?
    /// Uploads a file that messages can have with them.
    public var createMedia: MediaEndpoint?
    /// Lists messages that were sent singly.
    public var listMessages: ListEndpoint<Message, MessageFilters>?
    /// Lists what campaigns sent.
    public var listCampaignItems: ListEndpoint<CampaignItem, CampaignItemFilters>?
    /// Lists the records of an object.
    public var listRecords: ListEndpoint<ObjectRecord, RecordFilters>?
    /// Makes a record of an object.
    public var createRecord: CreateEndpoint<RecordDraft, ObjectRecord>?
    /// Changes a record of an object.
    public var updateRecord: UpdateEndpoint<RecordDraft, ObjectRecord>?
    /// Deletes a record of an object.
    public var deleteRecord: RecordCommandEndpoint?
    /// Begins a session of an app.
    public var createAppSession: CreateEndpoint<AppSessionDraft, AppSession>?
    /// Tells of an event in an app.
    public var createAppEvent: CreateEndpoint<AppEventDraft, AppEvent>?

    /// A table whose rows are filled in by `fill`.
    public init(_ fill: (Endpoints) -> Void) { fill(self) }
}
