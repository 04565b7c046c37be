import UnifiedModel

extension Operation {
    /// The family of the records that a read answers with; nothing for a write.
    var family: ResourceFamily? {
        switch self {
        case .listContacts, .getContact: .contacts
        case .listTickets, .getTicket, .listTicketNotes: .tickets
        case .listSurveys, .getSurvey: .surveys
        case .listResponses: .responses
        case .listResponseCategories: .responseCategories
        case .listFeedback: .feedback
        case .listDistributions, .getDistribution: .distributions
        case .listDistributionRecipients: .recipients
        case .listInvites: .invites
        case .listSuppressions: .suppressions
        case .listTemplates: .templates
        case .listChannels: .channels
        case .listCustomFields: .customFields
        case .listExports: .exports
        case .listLocations: .locations
        case .listCompanies: .companies
        case .listAppointmentCategories, .listAppointmentTypes, .listAppointmentRegions: .appointmentChoices
        case .listAppointmentSlots: .slots
        case .getAppointment: .appointments
        case .listVisits, .getVisit: .visits
        case .listVisitClassifications: .visitClassifications
        case .listMessages: .messages
        case .listCampaignItems: .campaignItems
        case .listRecords: .records
        case .createContact, .updateContact, .deleteContact, .createTicket, .updateTicket, .deleteTicket,
            .createResponses, .createDistribution, .resendDistribution, .updateInvites, .createSuppression,
            .createExport, .createLocation, .createAppointment, .createAttachments, .createVisit,
            .createMessage, .createMedia, .createRecord, .updateRecord, .deleteRecord, .createAppSession,
            .createAppEvent:
            nil
        }
    }

    /// The families that a write may change: its own, and those whose records show something of it. Nothing for a
    /// read, and for a write of what no read shows.
    var changedFamilies: [ResourceFamily] {
        switch self {
        // A ticket shows its contact's name.
        case .createContact, .updateContact, .deleteContact: [.contacts, .tickets]
        // A ticket may bring a contact of its own.
        case .createTicket, .updateTicket, .deleteTicket: [.tickets, .contacts]
        // Surveys and distributions count their responses, and an invite is answered by one.
        case .createResponses:
            [.responses, .responseCategories, .feedback, .surveys, .distributions, .recipients, .invites]
        case .createDistribution, .resendDistribution: [.distributions, .recipients, .invites]
        case .updateInvites: [.invites, .recipients]
        case .createSuppression: [.suppressions, .invites, .recipients]
        case .createExport: [.exports]
        case .createLocation: [.locations]
        case .createAppointment: [.appointments, .slots]
        case .createAttachments: [.appointments, .visits]
        case .createVisit: [.visits]
        case .createMessage: [.messages, .campaignItems]
        case .createRecord, .updateRecord, .deleteRecord: [.records]
        case .createMedia, .createAppSession, .createAppEvent: []
        case .listContacts, .getContact, .listTickets, .getTicket, .listTicketNotes, .listSurveys, .getSurvey,
            .listResponses, .listResponseCategories, .listFeedback, .listDistributions, .getDistribution,
            .listDistributionRecipients, .listInvites, .listSuppressions, .listTemplates, .listChannels,
            .listCustomFields, .listExports, .listLocations, .listCompanies, .listAppointmentCategories,
            .listAppointmentTypes, .listAppointmentRegions, .listAppointmentSlots, .getAppointment,
            .listVisits, .getVisit, .listVisitClassifications, .listMessages, .listCampaignItems,
            .listRecords:
            []
        }
    }
}
