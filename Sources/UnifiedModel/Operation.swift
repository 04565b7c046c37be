/// What an app can ask for, by the name the OpenAPI document gives it.
public enum Operation: String, CaseIterable, Sendable {
    case listContacts, getContact, createContact, updateContact, deleteContact
    case listTickets, getTicket, createTicket, updateTicket, deleteTicket, listTicketNotes
    case listSurveys, getSurvey
    case listResponses, createResponses, listResponseCategories, listFeedback
    case createDistribution, listDistributions, getDistribution, resendDistribution
    case listDistributionRecipients
    case listInvites, updateInvites, listSuppressions, createSuppression
    case listTemplates, listChannels, listCustomFields, createExport, listExports
    case listLocations, createLocation
    case listCompanies, listAppointmentCategories, listAppointmentTypes, listAppointmentRegions
    case listAppointmentSlots, createAppointment, getAppointment, createAttachments
    case createVisit, listVisits, getVisit, listVisitClassifications
    case createMessage, listMessages, createMedia, listCampaignItems
    case listRecords, createRecord, updateRecord, deleteRecord
    case createAppSession, createAppEvent
}
