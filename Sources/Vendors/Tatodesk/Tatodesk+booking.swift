import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    static let createAppointment = BookingEndpoint(
        slots: listAppointmentSlots,
        check: { draft in
            let faults =
                faults(ofIDs: [
                    ("/company_id", draft.companyID), ("/location_id", draft.locationID),
                    ("/category_id", draft.categoryID), ("/period_id", draft.periodID),
                    ("/channel_id", draft.channelID),
                ]) + faults(ofIDs: draft.typeIDs, at: "/type_ids")
            guard faults.isEmpty else { throw Problem.invalid(faults) }
        },
        formFields: formFields(of:),
        request: { draft, _ in
            var request = VendorRequest(.post, "/pa/createAppointment", host: .api)
            request.json { writer in
                writer.number("companyID", draft.companyID)
                writer.number("attendanceUnitID", draft.locationID)
                writer.number("categoryID", draft.categoryID)
                writer.numbers("attendanceTypes", draft.typeIDs)
                writer.member("date", TatodeskDate.dayFirst(draft.day))
                writer.number("periodID", draft.periodID)
                writer.member("hour", draft.time?.text)
                writer.number("channelID", draft.channelID)
                writer.key("contactForms")
                writer.beginArray()
                for answer in draft.form {
                    writer.beginObject()
                    writer.member("key", answer.key)
                    writer.member("value", answer.value)
                    writer.endObject()
                }
                writer.endArray()
            }
            return request
        },
        record: booked)

    /// The appointment as it was asked for, with what the vendor says of it.
    private static func booked(
        _ answer: JSONValue, _ draft: AppointmentDraft, _ account: Account
    ) throws -> Appointment {
        var fields = try answer.object()
        var appointment = Appointment(remoteID: try fields.scalarText("protocol"))
        appointment.documents = try documents(&fields)
        appointment.company = Reference(remoteID: draft.companyID, name: nil)
        appointment.location = Reference(remoteID: draft.locationID, name: nil)
        appointment.categoryID = draft.categoryID
        appointment.type = Reference(remoteID: draft.typeIDs.first, name: nil)
        appointment.day = draft.day
        appointment.time = draft.time
        appointment.startsAt = draft.time.map { draft.day.at($0, in: account.zone) }
        appointment.status = .scheduled
        appointment.form = draft.form.map { FormAnswer(key: $0.key, value: $0.value) }
        return appointment
    }

    /// An appointment is asked for by its protocol.
    static let getAppointment = DirectRead<Appointment>(
        request: { id, _ in readingOne("/pa/getAppointment") { $0.member("protocol", id) } },
        record: { answer, account in
            var fields = try answer.object()
            guard let original = fields.optionalValue("appointment"), !original.isNull else {
                throw VendorFailure(.notFound)
            }
            var row = try original.object()
            return (try appointment(&row, account), original)
        })

    private static func appointment(_ row: inout JSONObject, _ account: Account) throws -> Appointment {
        var appointment = Appointment(remoteID: try row.scalarText("protocol"))
        appointment.company = Reference(remoteID: nil, name: try row.optionalText("company"))
        appointment.type = Reference(remoteID: nil, name: try row.optionalText("attendanceType"))
        appointment.location = try row.reference("attendanceUnitID", "attendanceUnit")
        appointment.address = try row.filledText("attendanceUnitAddress")
        appointment.day = try row.optionalText("date").flatMap { CalendarDay(iso8601: $0) }
        appointment.time = try row.optionalText("hour").flatMap { ClockTime($0) }
        if let day = appointment.day, let time = appointment.time {
            appointment.startsAt = day.at(time, in: account.zone)
        }
        appointment.vendorStatus = try row.optionalText("status")
        appointment.status = appointmentStatus(appointment.vendorStatus)
        appointment.desk = try row.filledText("guiche")
        appointment.documents = try documents(&row)
        appointment.form =
            try row.optionalArray("contactForms")?.compactMap { value in
                var answer = try value.object()
                guard let key = try answer.optionalText("key") else { return nil }
                return FormAnswer(key: key, value: try answer.optionalScalarText("value"))
            } ?? []
        return appointment
    }

    private static func documents(_ fields: inout JSONObject) throws -> [Text] {
        try fields.optionalArray("documents")?.map { try $0.scalarText() } ?? []
    }

    private static func appointmentStatus(_ words: Text?) -> AppointmentStatus {
        switch visitStatus(words) {
        case .completed: .completed
        case .noShow: .noShow
        case .cancelled, .expired: .cancelled
        case .unknown: .unknown
        }
    }
}
