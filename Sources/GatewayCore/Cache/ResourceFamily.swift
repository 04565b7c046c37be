/// What records are about, as far as a change of one shows in the answers about others.
enum ResourceFamily: Int, CaseIterable, Sendable {
    case contacts, tickets
    case surveys, responses, responseCategories, feedback
    case distributions, recipients, invites, suppressions
    case templates, channels, customFields, exports, locations
    case companies, appointmentChoices, slots, appointments
    case visits, visitClassifications
    case messages, campaignItems
    case records
}
