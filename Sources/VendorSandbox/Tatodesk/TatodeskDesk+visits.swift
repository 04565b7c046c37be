import HTTPCore
import JSONCore
import Primitives

extension TatodeskDesk {
    func createVisit(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        let classification = body.number("attendanceClassificationID")
        guard let classified = TatodeskReference.classifications.first(where: { $0.id == classification })
        else { throw TatodeskRefusal.invalid("There is no such classification") }
        let company = body.number("companyID")
        let unitID = body.number("attendanceUnitID")
        guard let named = TatodeskReference.companies.first(where: { $0.id == company }),
            let unit = TatodeskReference.units.first(where: { $0.id == unitID && $0.companyID == company })
        else { throw TatodeskRefusal.invalid("The company has no such unit") }
        let type = body.numbers("attendanceTypeID").first
        guard let service = TatodeskReference.services.first(where: { $0.id == type }) else {
            throw TatodeskRefusal.invalid("There is no such service")
        }
        var form: [(key: String, value: String)] = []
        for var answer in body.objects("contactFormFields") {
            if let key = answer.text("key") { form.append((key, answer.text("value") ?? "")) }
        }
        let user = body.number("userID")
        let now = time.wallClock
        let made = state.withLock { state in
            let visit = TatodeskVisit(
                id: TatodeskVisit.firstID + state.visits.count, number: state.newProtocol(at: now),
                code: "\(classified.abbreviation)\(state.visits.count + 1)", begin: now,
                classification: classified, company: named, unit: unit, service: service, status: nil,
                agent: TatodeskReference.agents.first { $0.id == user }, waiting: nil, serviceTime: nil,
                form: form)
            state.visits.append(visit)
            return visit
        }
        return .json { writer in
            writer.object("attendance") { Self.writeNew(made, to: &$0) }
            Self.writeLinks(made, to: &writer)
            writer.nullMember("error")
        }
    }

    private static func writeNew(_ visit: TatodeskVisit, to writer: inout JSONWriter) {
        writer.member("ID", visit.id)
        writer.member("protocol", visit.number)
        writer.member("date", visit.begin)
        writer.member("attendanceClassificationID", visit.classification.id)
        writer.member("companyID", visit.company.id)
        writer.member("attendanceUnitID", visit.unit.id)
        writer.member("statusID", 2)
        writer.member("createdAt", visit.begin)
        writer.member("updatedAt", visit.begin)
        writer.member("accountID", 1)
        writer.nullMember("userID")
        writer.member("allowServiceDelay", 2)
        writer.member("lastTimeWaiting", visit.begin)
        writer.nullMember("lastTimeStarted")
        writer.member("attendanceCode", visit.code)
        writer.nullMember("nps")
        writer.nullMember("npsObservation")
        writer.nullMember("remoteAttendance")
    }

    private static func writeLinks(_ visit: TatodeskVisit, to writer: inout JSONWriter) {
        writer.object("attendanceLinks") { writer in
            writer.member("rateLink", "https://arate.tatodesk.com/fb?p=\(visit.number)&plt=pa&a=1")
            writer.objects("documentSubmissionLinks", [visit]) { writer, visit in
                writer.member("name", visit.service.name)
                writer.member("formName", "Documents" as StaticString)
                writer.member("link", "https://attendance-document.tatodesk.com/ds?p=\(visit.number)&plt=pa")
            }
        }
    }

    func visit(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let id = body.number("ID") else { throw TatodeskRefusal.invalid("ID is required") }
        guard let visit = state.withLock({ $0.visits.first { $0.id == id } }) else {
            throw TatodeskRefusal.invalid("Attendance not found")
        }
        return .json { writer in
            writer.object("presentialAttendance") { writer in
                writer.member("ID", visit.id)
                writer.member("protocol", visit.number)
                writer.member("date", TatodeskDates.momentDayFirst(visit.begin))
                writer.member("companyID", visit.company.id)
                writer.member("companyName", visit.company.name)
                writer.member("statusName", visit.status?.name ?? "WAITING")
                writer.member("statusID", visit.status?.id ?? 2)
                writer.member("attendanceUnitID", visit.unit.id)
                writer.member("attendanceUnitName", visit.unit.name)
                writer.member("attendanceClassificationID", visit.classification.id)
                writer.member("attendanceClassificationName", visit.classification.name)
                writer.member("userID", visit.agent?.id)
                writer.member("userName", visit.agent?.name)
                writer.member("waitingTime", TatodeskDates.length(visit.waiting))
                writer.member("attendanceTime", TatodeskDates.length(visit.serviceTime))
                writer.member("attendanceSequentialCode", "Counter 1" as StaticString)
                writer.member("attendanceCode", visit.code)
                writer.member("ticketNumber", visit.code)
                writer.member(
                    "lastTramitDate", String(TatodeskDates.momentDayFirst(visit.begin).prefix(16)))
                writer.member("accountID", 1)
            }
            Self.writeLinks(visit, to: &writer)
            writer.nullMember("error")
        }
    }

    /// Finds a visit by its protocol; any other search is answered with the document's example.
    func search(_ body: inout TatodeskDeskBody) -> Response {
        let number = body.text("protocol")
        guard let visit = state.withLock({ $0.visits.first { $0.number == number } }) else {
            return .example(TatodeskExamples.protocols)
        }
        return Self.list("result", [visit]) { writer, visit in
            writer.member("protocol", visit.number)
            writer.member("platform", "presential-attendance" as StaticString)
            writer.object("data") { writer in
                writer.member("ID", visit.id)
                writer.member("protocol", visit.number)
                writer.member("statusID", visit.status?.id ?? 2)
                writer.member("status", visit.status?.name ?? "WAITING")
                writer.member("date", visit.begin)
                writer.member("forms", json: "[]")
                writer.member("additionalDatas", json: "[]")
            }
        }
    }
}
