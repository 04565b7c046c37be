import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// Adds what has to do with appointments.
    static func addAppointments(to endpoints: Endpoints) {
        endpoints.listCompanies = listCompanies
        endpoints.listLocations = listLocations
        endpoints.listAppointmentCategories = listAppointmentCategories
        endpoints.listAppointmentTypes = listAppointmentTypes
        endpoints.listAppointmentRegions = listAppointmentRegions
        endpoints.listCustomFields = listCustomFields
        endpoints.listAppointmentSlots = listAppointmentSlots
        endpoints.createAppointment = createAppointment
        endpoints.getAppointment = .direct(getAppointment)
        endpoints.createAttachments = createAttachments
    }

    /// Adds what has to do with visits.
    static func addVisits(to endpoints: Endpoints) {
        endpoints.listVisitClassifications = listVisitClassifications
        endpoints.createVisit = createVisit
        endpoints.getVisit = .resolved(getVisit)
        endpoints.listVisits = listVisits
    }
}
