import HTTPCore
import JSONCore
import Primitives
import Synchronization

/// The part of a simulated account that serves people in person: a calendar that fills up, and visits.
final class TatodeskDesk: Sendable {
    struct Appointment {
        let id: Int
        let slot: TatodeskCalendar.Slot
        let companyID: Int
        let serviceID: Int
        let form: [(key: String, value: String)]
    }

    struct State {
        /// The slots that were booked.
        var taken: Set<TatodeskCalendar.Slot> = []
        /// Appointments by their protocols.
        var appointments: [String: Appointment] = [:]
        /// Visits in the order they began.
        var visits: [TatodeskVisit] = []
        /// The protocols that were given out.
        var protocols: Set<String> = []
        /// How many files were attached to which protocol.
        var attachments: [String: Int] = [:]

        /// A protocol that none has, of that moment.
        mutating func newProtocol(at moment: Timestamp) -> String {
            var moment = moment
            while true {
                let number = TatodeskDates.protocolNumber(moment)
                if protocols.insert(number).inserted { return number }
                moment = Timestamp(milliseconds: moment.milliseconds + 1)
            }
        }
    }

    let calendar: TatodeskCalendar
    let time: any TimeSource
    let seed: UInt64
    let state: Mutex<State>

    enum Call {
        case units, classifications, categories, services, fields, createVisit, customCompanies
        case bookableCategories, customCategories, bookableServices, regions, bookableUnits
        case dates, periods, hours, book, appointment, visit, attach, report, search
    }

    private let calls = CallTable<Call>(
        prefix: "/",
        [
            (.units, .post, "api/dl/pa/listAttendanceUnitsByUser"),
            (.classifications, .post, "api/dl/pa/listAttendanceClassifications"),
            (.categories, .post, "api/dl/pa/listAttendanceTypeCategories"),
            (.services, .post, "api/dl/pa/listAttendanceTypes"),
            (.fields, .post, "api/dl/pa/listContactFormFields"),
            (.createVisit, .post, "api/dl/pa/createPresentialAttendance"),
            (.customCompanies, .post, "api/pa/listCustomCompanies"),
            (.bookableCategories, .post, "api/pa/listAttendanceTypeCategoriesForAppointment"),
            (.customCategories, .post, "api/pa/listCustomAttendanceTypeCategories"),
            (.bookableServices, .post, "api/pa/listAttendanceTypesForAppointment"),
            (.regions, .post, "api/pa/listRegionsForAppointment"),
            (.bookableUnits, .post, "api/pa/listAttendanceUnitsForAppointment"),
            (.dates, .post, "api/pa/listDates"), (.periods, .post, "api/pa/listPeriods"),
            (.hours, .post, "api/pa/listHours"), (.book, .post, "api/pa/createAppointment"),
            (.appointment, .post, "api/pa/getAppointment"),
            (.visit, .post, "api/pa/getPresentialAttendance"),
            (.attach, .post, "api_v2/pa/createAttachments"),
            (.report, .post, "data/pa/listAttendancesReport"),
            (.search, .post, "data/global/searchProtocol"),
        ])

    /// A desk with its first visits.
    init(time: any TimeSource, configuration: TatodeskConfiguration) {
        self.time = time
        seed = configuration.seed
        calendar = configuration.calendar
        state = Mutex(Self.firstState(at: time.wallClock, seed: seed))
    }

    /// Has it begin anew.
    func reset() {
        let first = Self.firstState(at: time.wallClock, seed: seed)
        state.withLock { $0 = first }
    }

    private static func firstState(at moment: Timestamp, seed: UInt64) -> State {
        var state = State()
        state.visits = TatodeskVisit.first(before: moment, seed: seed) { state.newProtocol(at: $0) }
        return state
    }

    /// Answers a call of its own; nothing for any other. Refusals come with success, as `error`.
    func answer(_ request: Request) -> Response? {
        guard let call = calls.match(request.method, request.path)?.call else { return nil }
        do throws(TatodeskRefusal) {
            guard var body = TatodeskDeskBody(request) else {
                throw TatodeskRefusal.malformedBody
            }
            return try answer(call, &body)
        } catch {
            return error.response
        }
    }

    private func answer(_ call: Call, _ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response? {
        switch call {
        case .units: return try units(&body)
        case .classifications: return classifications()
        case .categories, .bookableCategories:
            return try categories(&body, bookable: call == .bookableCategories)
        case .services, .bookableServices: return try services(&body, bookable: call == .bookableServices)
        case .fields: return try fields(&body)
        case .customCompanies, .customCategories: return try companies(&body)
        case .regions: return try regions(&body)
        case .bookableUnits: return try bookableUnits(&body)
        case .dates: return try dates(&body)
        case .periods: return try periods(&body)
        case .hours: return try hours(&body)
        case .book: return try book(&body)
        case .appointment: return try appointment(&body)
        case .createVisit: return try createVisit(&body)
        case .visit: return try visit(&body)
        case .attach: return try attach(&body)
        case .report: return try report(&body)
        case .search: return search(&body)
        }
    }
}
