import HTTPCore
import JSONCore
import Primitives

extension TatodeskDesk {
    /// How many rows a page has when nothing is said.
    private static let defaultPageSize = 1000

    /// The visits of some days, the latest first, page by page from 0.
    func report(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard var filter = body.object("filter"), let first = filter.day("dateInitial"),
            let last = filter.day("dateFinal")
        else {
            throw TatodeskRefusal.invalid("filter.dateInitial and filter.dateFinal are required, DD/MM/YYYY")
        }
        guard let page = body.number("page"), page >= 0 else {
            throw TatodeskRefusal.invalid("page is required")
        }
        let limit = body.number("limit") ?? Self.defaultPageSize
        guard limit >= 1 else { throw TatodeskRefusal.invalid("limit is at least 1") }
        let wanted = TatodeskVisitFilter(&filter)
        let visits = state.withLock { $0.visits }.filter { visit in
            let day = TatodeskDates.zone.day(of: visit.begin)
            return day >= first && day <= last && wanted.matches(visit)
        }.sorted { $0.begin > $1.begin }
        return .json(capacity: 4096) { writer in
            writer.member("count", String(visits.count))
            writer.objects("attendances", visits.dropFirst(page * limit).prefix(limit)) { writer, visit in
                Self.writeRow(visit, to: &writer)
            }
            writer.nullMember("error")
        }
    }

    private static func writeRow(_ visit: TatodeskVisit, to writer: inout JSONWriter) {
        let region = TatodeskReference.regions.first { $0.id == visit.unit.regionID }
        let called = visit.waiting.map {
            Timestamp(milliseconds: visit.begin.milliseconds + Int64($0) * 1000)
        }
        writer.member("protocol", visit.number)
        writer.member("attendanceCode", visit.code)
        writer.member("classification", visit.classification.name)
        writer.member("status", visit.status?.name ?? "WAITING")
        writer.member("company", visit.company.name)
        writer.member("region", region?.name)
        writer.member("attendanceUnit", visit.unit.name)
        writer.member("attendanceType", visit.service.name)
        writer.member("ticketWindowType", "presential" as StaticString)
        writer.member("agent", visit.agent?.name)
        writer.member("date", TatodeskDates.reported(visit.begin))
        writer.member("dateCall", called.map(TatodeskDates.reported))
        writer.member("startAttendance", visit.serviceTime == nil ? nil : called.map(TatodeskDates.reported))
        writer.member("waitingTime", TatodeskDates.length(visit.waiting))
        writer.member("displacementTime", "" as StaticString)
        writer.member("pausedTime", "" as StaticString)
        writer.member("attendanceTime", TatodeskDates.length(visit.serviceTime))
        writer.member("remoteAttendance", "No" as StaticString)
        writer.nullMember("additionalData")
        writer.member(
            "contactForms", visit.form.map { "\($0.key):\($0.value)" }.joined(separator: " | "))
    }
}

/// The filter of the report, as the document describes it; what is empty filters nothing.
private struct TatodeskVisitFilter {
    private let number: String?
    private let code: String?
    private let companies: [Int]
    private let units: [Int]
    private let services: [Int]
    private let statuses: [Int]
    private let agents: [Int]
    private let hasTags: Bool
    private let serviceTime: Comparison?
    private let waiting: Comparison?
    private let paused: Comparison?
    private let form: (key: String, value: String)?
    private let hasAdditionalData: Bool

    init(_ body: inout TatodeskDeskBody) {
        number = body.text("protocol")
        code = body.text("attendanceCode")
        companies = body.numbers("companyIDs")
        units = body.numbers("attendanceUnitIDs")
        services = body.numbers("attendanceTypeIDs")
        statuses = body.numbers("statusIDs")
        agents = body.numbers("userIDs")
        hasTags = body.count("tagIDs") > 0
        serviceTime = Comparison(body.object("attendanceTime"))
        waiting = Comparison(body.object("waitingTime"))
        paused = Comparison(body.object("pausedTime"))
        form = Self.pair(body.object("form"), "key")
        hasAdditionalData = Self.pair(body.object("additionalData"), "ID") != nil
    }

    private static func pair(_ object: TatodeskDeskBody?, _ name: StaticString) -> (
        key: String, value: String
    )? {
        guard var object, let key = object.text(name), let value = object.text("value") else { return nil }
        return (key, value)
    }

    /// No visit of the simulator has tags, additional data, or a pause.
    func matches(_ visit: TatodeskVisit) -> Bool {
        if hasTags || hasAdditionalData || paused != nil { return false }
        if let number, number != visit.number { return false }
        if let code, code != visit.code { return false }
        let lists: [([Int], Int?)] = [
            (companies, visit.company.id), (units, visit.unit.id), (services, visit.service.id),
            (statuses, visit.status?.id ?? 2), (agents, visit.agent?.id),
        ]
        for (wanted, id) in lists where !wanted.isEmpty && !wanted.contains(id ?? -1) { return false }
        if let serviceTime, !serviceTime.holds(visit.serviceTime) { return false }
        if let waiting, !waiting.holds(visit.waiting) { return false }
        if let form, !visit.form.contains(where: { $0.key == form.key && $0.value == form.value }) {
            return false
        }
        return true
    }

    /// A comparison of minutes with a length of seconds.
    private struct Comparison {
        let operation: Int
        let value: Int
        let last: Int

        init?(_ object: TatodeskDeskBody?) {
            guard var object, let operation = object.number("operation"), let value = object.number("value")
            else { return nil }
            self.operation = operation
            self.value = value * 60
            last = (object.number("valueFinal") ?? value) * 60
        }

        func holds(_ seconds: Int?) -> Bool {
            guard let seconds else { return false }
            switch operation {
            case 1: return seconds < value
            case 2: return seconds <= value
            case 3: return seconds > value
            case 4: return seconds >= value
            case 5: return (value...max(value, last)).contains(seconds)
            default: return false
            }
        }
    }
}
