import HTTPCore
import JSONCore
import Primitives

extension TatodeskDesk {
    func dates(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        let unit = try place(&body)
        let days = state.withLock { state in
            calendar.days(at: time.wallClock, in: TatodeskDates.zone).filter { day in
                calendar.periods.contains { !free($0, unit, day, state).isEmpty }
            }
        }
        return .json { writer in
            writer.member(
                "dates", strings: days.map { TatodeskDates.dayFirst(CalendarDay(daysSince1970: $0).midnight) }
            )
            writer.nullMember("error")
        }
    }

    func periods(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        let unit = try place(&body)
        let day = try bookableDay(&body)
        let periods = state.withLock { state in
            calendar.periods.filter { !free($0, unit, day, state).isEmpty }
        }
        return Self.list("periods", periods) { writer, period in
            writer.member("ID", period.id)
            writer.member("name", period.name)
            writer.member("createdAt", "2022-02-17T12:00:59.948Z" as StaticString)
            writer.member("updatedAt", "2022-02-17T12:00:59.948Z" as StaticString)
        }
    }

    func hours(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        let unit = try place(&body)
        let day = try bookableDay(&body)
        let period = try period(body.number("period"))
        let minutes = state.withLock { free(period, unit, day, $0) }
        return .json { writer in
            writer.member("hours", strings: minutes.map(TatodeskDates.time))
            writer.nullMember("error")
        }
    }

    /// Books a slot; whoever comes second is told that it is not free.
    func book(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let company = body.number("companyID"), let unit = body.number("attendanceUnitID"),
            TatodeskReference.units.contains(where: { $0.id == unit && $0.companyID == company })
        else { throw TatodeskRefusal.invalid("The company has no such unit") }
        guard let category = body.number("categoryID"),
            let service = body.numbers("attendanceTypes").first,
            TatodeskReference.services.contains(where: { $0.id == service && $0.categoryID == category })
        else { throw TatodeskRefusal.invalid("The category has no such service") }
        guard body.number("channelID") != nil else { throw TatodeskRefusal.invalid("channelID is required") }
        let day = try bookableDay(&body)
        let period = try period(body.number("periodID"))
        guard let hour = body.text("hour"),
            let minute = period.minutes.first(where: { TatodeskDates.time($0) == hour })
        else { throw TatodeskRefusal.invalid("The period has no such hour") }
        let form = try form(&body, category)
        let slot = TatodeskCalendar.Slot(unit: unit, day: day, minute: minute)
        let now = time.wallClock
        let booked: (id: Int, number: String)? = state.withLock { state in
            guard !calendar.wasTaken(slot, seed: seed), state.taken.insert(slot).inserted else { return nil }
            let number = state.newProtocol(at: now)
            let id = 10_238 + state.appointments.count
            state.appointments[number] = Appointment(
                id: id, slot: slot, companyID: company, serviceID: service, form: form)
            return (id, number)
        }
        guard let booked else { throw TatodeskRefusal.invalid("The hour is no longer available") }
        return .json { writer in
            writer.member("ID", booked.id)
            writer.member("protocol", booked.number)
            writer.member("documents", strings: TatodeskReference.documents)
            writer.nullMember("error")
        }
    }

    func appointment(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let number = body.text("protocol"), let found = state.withLock({ $0.appointments[number] })
        else {
            throw TatodeskRefusal.appointmentNotFound
        }
        let unit = TatodeskReference.units.first { $0.id == found.slot.unit }
        return .json { writer in
            writer.object("appointment") { writer in
                writer.member("ID", found.id)
                writer.member("protocol", number)
                writer.member(
                    "company", TatodeskReference.companies.first { $0.id == found.companyID }?.name)
                writer.member(
                    "attendanceType", TatodeskReference.services.first { $0.id == found.serviceID }?.name)
                writer.member("attendanceUnitID", found.slot.unit)
                writer.member("attendanceUnit", unit?.name)
                writer.member("attendanceUnitAddress", unit?.address)
                let day = CalendarDay(daysSince1970: found.slot.day).midnight.timestamp.description
                writer.member("date", String(day.prefix(10)))
                writer.member("hour", TatodeskDates.time(found.slot.minute) + ":00")
                writer.member("statusID", 1)
                writer.member("status", "SCHEDULED" as StaticString)
                writer.nullMember("guiche")
                writer.member("documents", strings: TatodeskReference.documents)
                writer.member("additionalDatas", json: "[]")
                writer.objects("contactForms", found.form) { writer, answer in
                    writer.member("key", answer.key)
                    writer.member("value", answer.value)
                    writer.member("keyTypeID", 1)
                }
            }
            writer.nullMember("error")
        }
    }

    /// Attaches files to a protocol that was given out.
    func attach(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let number = body.text("protocol"), state.withLock({ $0.protocols.contains(number) }) else {
            throw TatodeskRefusal.invalid("Protocol not found")
        }
        let urls = body.count("urls")
        guard urls > 0 else { throw TatodeskRefusal.invalid("urls is required") }
        state.withLock { $0.attachments[number, default: 0] += urls }
        return .json { $0.nullMember("error") }
    }

    /// The minutes of a part of a day at which nobody is booked.
    private func free(_ period: TatodeskCalendar.Period, _ unit: Int, _ day: Int, _ state: State) -> [Int] {
        period.minutes.filter { minute in
            let slot = TatodeskCalendar.Slot(unit: unit, day: day, minute: minute)
            return !state.taken.contains(slot) && !calendar.wasTaken(slot, seed: seed)
        }
    }

    private func place(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Int {
        guard let company = body.number("companyID"), let unit = body.number("attendanceUnitID"),
            TatodeskReference.units.contains(where: { $0.id == unit && $0.companyID == company }),
            body.count("attendanceTypeIDs") > 0
        else {
            throw TatodeskRefusal.invalid("companyID, attendanceUnitID and attendanceTypeIDs are required")
        }
        return unit
    }

    private func bookableDay(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Int {
        guard let day = body.day("date") else { throw TatodeskRefusal.invalid("date is DD/MM/YYYY") }
        let days = calendar.days(at: time.wallClock, in: TatodeskDates.zone)
        guard days.contains(day.daysSince1970) else {
            throw TatodeskRefusal.invalid("The date is not available")
        }
        return day.daysSince1970
    }

    private func period(_ id: Int?) throws(TatodeskRefusal) -> TatodeskCalendar.Period {
        guard let period = calendar.periods.first(where: { $0.id == id }) else {
            throw TatodeskRefusal.invalid("There is no such period")
        }
        return period
    }

    private func form(
        _ body: inout TatodeskDeskBody, _ category: Int
    ) throws(TatodeskRefusal) -> [(key: String, value: String)] {
        var answers: [(key: String, value: String)] = []
        for var answer in body.objects("contactForms") {
            guard let key = answer.text("key") else {
                throw TatodeskRefusal.invalid("A form's field has no key")
            }
            answers.append((key, answer.text("value") ?? ""))
        }
        for field in TatodeskReference.fields(of: category) where field.isRequired {
            guard answers.contains(where: { $0.key == field.key && !$0.value.isEmpty }) else {
                throw TatodeskRefusal.invalid("\(field.key) is required")
            }
        }
        return answers
    }
}
