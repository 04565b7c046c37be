import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Books an appointment. What the vendor would refuse is refused before the booking call, and a slot that
/// was taken between the look and the booking is told from other refusals by another look.
struct BookingOperation: Sendable {
    /// How many slots a conflict names.
    static let offeredSlots = 20

    /// Answers a request: 201 and where the appointment is, or 409 with the slots that are free.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        var object = try input.object()
        let named = try input.connectionName(in: &object, AppointmentDraft.addressingMembers)
        let (connection, endpoint) = try input.connections.only(
            .createAppointment, named: named, isAddress: false
        ) { $0.createAppointment }
        var draft = try AppointmentDraft(body: object, of: connection, besides: ["connection"])
        try connection.checkWritable(object, endpoint.writable)
        if draft.channelID == nil { draft.channelID = Text(decimal: connection.bookingChannelID) }
        try connection.adapted(isWrite: true) { try endpoint.check(draft) }
        let booking = Booking(connection: connection, endpoint: endpoint, calls: input.calls, draft: draft)
        do throws(Problem) {
            try await booking.checkForm()
            draft = try await booking.draftWithPeriod()
        } catch {
            throw error.beforeWrite
        }
        let record = try await Booking(
            connection: connection, endpoint: endpoint, calls: input.calls, draft: draft
        ).book()
        return .created(record, at: input.request.path, connection)
    }
}

/// One booking.
private struct Booking {
    /// Where it is made.
    let connection: VendorConnection
    /// How.
    let endpoint: BookingEndpoint
    /// What the calls take.
    let calls: CallMeter
    /// What is booked.
    let draft: AppointmentDraft

    private var finder: SlotFinder {
        let place = SlotPlace(
            companyID: draft.companyID, locationID: draft.locationID, typeIDs: draft.typeIDs)
        return SlotFinder(
            connection: connection, endpoint: endpoint.slots, place: place, calls: calls)
    }

    /// Throws every fault of the form there is.
    func checkForm() async throws(Problem) {
        let lookup = try connection.adapted(isWrite: true) { try endpoint.formFields(draft) }
        let faults = FormField.faults(of: draft.form, for: try await connection.lookUp(lookup, calls))
        guard faults.isEmpty else { throw Problem.invalid(faults).at(connection) }
    }

    /// The draft with the part of the day that its time belongs to. A look that was kept is taken again
    /// before it is said that the time is not free.
    func draftWithPeriod() async throws(Problem) -> AppointmentDraft {
        if draft.periodID != nil { return draft }
        let callsBefore = calls.record.calls
        var slots = try await slotsOfDay()
        if slot(in: slots) == nil, calls.record.calls == callsBefore {
            slots = try await slotsOfDay(freshly: true)
        }
        guard let slot = slot(in: slots) else { throw try await conflict(slots) }
        var draft = draft
        draft.periodID = slot.period.id
        return draft
    }

    /// Makes the booking call.
    func book() async throws(Problem) -> Appointment {
        let request = try connection.adapted(isWrite: true) {
            try endpoint.request(draft, connection.account)
        }
        let record: Appointment
        do throws(Problem) {
            let document = try await connection.call(request, calls)
            record = try connection.adapted(isWrite: true) {
                try endpoint.record(document.root, draft, connection.account)
            }
        } catch {
            // Where nobody can tell whether it was booked, what was free may not be.
            finder.forget(draft.day, periods)
            throw await explained(error)
        }
        finder.forget(draft.day, periods)
        return record
    }

    private var periods: [DayPeriod] { draft.periodID.map { [DayPeriod(id: $0, name: nil)] } ?? [] }

    private func slotsOfDay(freshly: Bool = false) async throws(Problem) -> [AppointmentSlot] {
        try await finder.find(SlotQuery(day: draft.day), freshly: freshly)
            .slots(in: connection.account.zone)
    }

    /// The slot that the draft asks for.
    private func slot(in slots: [AppointmentSlot]) -> AppointmentSlot? {
        slots.first { slot in
            slot.time == draft.time && (draft.periodID == nil || slot.period.id == draft.periodID)
        }
    }

    /// A refusal is a conflict when the slot is not free any more. When that cannot be found out the refusal
    /// stays what it was.
    private func explained(_ refusal: Problem) async -> Problem {
        switch refusal.kind {
        case .vendorRejected, .conflict, .notFound: break
        default: return refusal
        }
        guard let slots = try? await slotsOfDay(freshly: true), slot(in: slots) == nil,
            var problem = try? await conflict(slots)
        else { return refusal }
        problem.vendorError = refusal.vendorError
        return problem
    }

    /// The slot is not free; the problem names those of its day that are, the nearest ones where there are
    /// many, or else the next ones there are.
    private func conflict(_ slots: [AppointmentSlot]) async throws(Problem) -> Problem {
        var free = slots
        if free.isEmpty {
            var query = SlotQuery()
            query.from = draft.day
            let search = try await finder.find(query, wanting: BookingOperation.offeredSlots, freshly: true)
            free = search.slots(in: connection.account.zone)
        }
        let asked = draft.time?.minuteOfDay ?? 0
        let nearest = free.enumerated().sorted { one, other in
            let distances = [one, other].map { abs($0.element.time.minuteOfDay - asked) }
            return distances[0] == distances[1] ? one.offset < other.offset : distances[0] < distances[1]
        }
        let kept = slots.isEmpty ? Array(free.enumerated()) : nearest
        let offered = kept.prefix(BookingOperation.offeredSlots).sorted { $0.offset < $1.offset }
        var problem = Problem(.conflict, "The slot is not free.").at(connection)
        problem.outcome = .notApplied
        problem.extensions = [ProblemExtension("slots", json: json(offered.map(\.element)))]
        return problem
    }

    private func json(_ slots: [AppointmentSlot]) -> Text {
        let buffer = ByteBuffer(capacity: 64 + slots.count * 120)
        var writer = JSONWriter(buffer)
        writer.beginArray()
        for slot in slots { slot.write(to: &writer) }
        writer.endArray()
        return buffer.text(0..<buffer.count)
    }
}
