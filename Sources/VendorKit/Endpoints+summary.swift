import UnifiedModel

extension Endpoints {
    /// What is worth telling an app of one operation, without its types.
    public struct Summary: Sendable {
        /// The filters it can do.
        public var filters: [FilterName] = []
        /// The orders it can do.
        public var sorts: [SortKey] = []
        /// How it pages.
        public var paging: Paging = .none
        /// How long an answer may serve from the cache.
        public var cacheLifetime: Duration?
        /// The members a read answers with.
        public var readMembers: [StaticString] = []
        /// The members a write takes.
        public var writeMembers: [StaticString] = []

        /// The summary of what is unsupported.
        public init() {}
    }

    /// The summary of an operation; nothing when it is unsupported.
    public func summary(of operation: Operation) -> Summary? {
        switch operation {
        case .listContacts: listContacts.map(Summary.init(list:))
        case .getContact: getContact.map(Summary.init(read:))
        case .createContact: createContact.map { Summary(Contact.self, writes: $0.writable) }
        case .updateContact: updateContact.map { Summary(Contact.self, writes: $0.writable) }
        case .deleteContact: deleteContact.map { _ in Summary() }
        case .listTickets: listTickets.map(Summary.init(list:))
        case .getTicket: getTicket.map(Summary.init(read:))
        case .createTicket: createTicket.map { Summary(Ticket.self, writes: $0.writable) }
        case .updateTicket: updateTicket.map { Summary(Ticket.self, writes: $0.writable) }
        case .deleteTicket: deleteTicket.map { _ in Summary() }
        case .listTicketNotes: listTicketNotes.map(Summary.init(list:))
        default: surveySummary(of: operation)
        }
    }

    private func surveySummary(of operation: Operation) -> Summary? {
        switch operation {
        case .listSurveys: listSurveys.map(Summary.init(list:))
        case .getSurvey: getSurvey.map(Summary.init(read:))
        case .listResponses: listResponses.map(Summary.init(list:))
        case .createResponses: createResponses.map { Summary(writes: $0.writable) }
        case .listResponseCategories: listResponseCategories.map(Summary.init(list:))
        case .listFeedback: listFeedback.map(Summary.init(list:))
        case .createDistribution: createDistribution.map { Summary(Distribution.self, writes: $0.writable) }
        case .listDistributions: listDistributions.map(Summary.init(list:))
        case .getDistribution: getDistribution.map(Summary.init(read:))
        case .resendDistribution: resendDistribution.map { _ in Summary() }
        case .listDistributionRecipients: listDistributionRecipients.map(Summary.init(list:))
        case .listInvites: listInvites.map(Summary.init(list:))
        case .updateInvites: updateInvites.map { Summary(writes: $0.writable) }
        case .listSuppressions: listSuppressions.map(Summary.init(list:))
        case .createSuppression: createSuppression.map { Summary(Suppression.self, writes: $0.writable) }
        case .listTemplates: listTemplates.map(Summary.init(list:))
        case .listChannels: listChannels.map(Summary.init(list:))
        case .listCustomFields: listCustomFields.map(Summary.init(list:))
        case .createExport: createExport.map { Summary(Export.self, writes: $0.writable) }
        case .listExports: listExports.map(Summary.init(list:))
        case .listLocations: listLocations.map(Summary.init(list:))
        case .createLocation: createLocation.map { Summary(Location.self, writes: $0.writable) }
        default: appointmentSummary(of: operation)
        }
    }

    private func appointmentSummary(of operation: Operation) -> Summary? {
        switch operation {
        case .listCompanies: listCompanies.map(Summary.init(list:))
        case .listAppointmentCategories: listAppointmentCategories.map(Summary.init(list:))
        case .listAppointmentTypes: listAppointmentTypes.map(Summary.init(list:))
        case .listAppointmentRegions: listAppointmentRegions.map(Summary.init(list:))
        case .listAppointmentSlots: listAppointmentSlots.map(Summary.init(slots:))
        case .createAppointment: createAppointment.map { Summary(Appointment.self, writes: $0.writable) }
        case .getAppointment: getAppointment.map(Summary.init(read:))
        case .createAttachments: createAttachments.map { Summary(Attachments.self, writes: $0.writable) }
        case .createVisit: createVisit.map { Summary(Visit.self, writes: $0.writable) }
        case .listVisits: listVisits.map(Summary.init(list:))
        case .getVisit: getVisit.map(Summary.init(read:))
        case .listVisitClassifications: listVisitClassifications.map(Summary.init(list:))
        default: messageSummary(of: operation)
        }
    }

    private func messageSummary(of operation: Operation) -> Summary? {
        switch operation {
        case .createMessage: createMessage.map { Summary(Message.self, writes: $0.writable) }
        case .createMedia: createMedia.map { _ in Summary(Media.self, writes: MediaEndpoint.memberNames) }
        case .listMessages: listMessages.map(Summary.init(list:))
        case .listCampaignItems: listCampaignItems.map(Summary.init(list:))
        case .listRecords: listRecords.map(Summary.init(list:))
        case .createRecord: createRecord.map { Summary(ObjectRecord.self, writes: $0.writable) }
        case .updateRecord: updateRecord.map { Summary(ObjectRecord.self, writes: $0.writable) }
        case .deleteRecord: deleteRecord.map { _ in Summary() }
        case .createAppSession: createAppSession.map { Summary(AppSession.self, writes: $0.writable) }
        case .createAppEvent: createAppEvent.map { Summary(AppEvent.self, writes: $0.writable) }
        default: nil
        }
    }
}

extension Endpoints.Summary {
    fileprivate init<Record, Filters>(list endpoint: ListEndpoint<Record, Filters>) {
        filters = endpoint.filters
        sorts = endpoint.sorts
        paging = endpoint.paging
        cacheLifetime = endpoint.cacheLifetime
        readMembers = Record.memberNames
    }

    fileprivate init<Record>(read endpoint: ReadEndpoint<Record>) {
        cacheLifetime = endpoint.cacheLifetime
        readMembers = Record.memberNames
    }

    fileprivate init(slots endpoint: SlotEndpoint) {
        filters = endpoint.filters
        paging = .emulated
        cacheLifetime = endpoint.lifetime
        readMembers = AppointmentSlot.memberNames
    }

    fileprivate init(writes members: [StaticString]) {
        writeMembers = members
    }

    fileprivate init<Record: UnifiedRecord>(_ record: Record.Type, writes members: [StaticString]) {
        readMembers = record.memberNames
        writeMembers = members
    }
}
