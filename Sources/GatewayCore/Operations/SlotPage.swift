import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// A page of free times: what is asked for it, and how it is written.
///
/// A cursor holds the day, the part of the day and the minute where the next page begins, so that a slot that
/// is taken meanwhile moves nothing.
struct SlotPage: Sendable {
    /// Finds the slots.
    let finder: SlotFinder
    /// Which slots.
    var query: SlotQuery
    /// What the query says besides.
    let parameters: ListParameters
    /// Where the page begins, if not at the first slot.
    let start: Cursor.Place?

    /// The page and the cursor of the next one.
    func envelope(_ input: OperationInput) async throws(Problem) -> Answer {
        let callsBefore = input.calls.record.calls
        var search = SlotSearch(queryFromStart)
        let slots = try await take(parameters.limit, of: &search)
        let page = slots.prefix(parameters.limit)
        let buffer = ByteBuffer(capacity: 1024 + page.count * 200)
        buffer.append("{\"data\":[" as StaticString)
        write(page, separatedBy: UInt8(ascii: ","), to: buffer)
        buffer.append("],\"meta\":" as StaticString)
        var source = SourceReport(connection: finder.connection.name, count: page.count)
        source.isCached = input.calls.record.calls == callsBefore
        var meta = ListMeta([source])
        if let last = page.last, slots.count > page.count || !search.isExhausted {
            meta.nextCursor = Cursor(places: [place(behind: last)], began: finder.connection.account.moment)
                .text(binding: input.cursorBinding, key: input.cursorKey)
        }
        var writer = JSONWriter(buffer)
        let flags = meta.write(to: &writer)
        buffer.append(UInt8(ascii: "}"))
        var answer = Answer.json(.ok, buffer)
        answer.cachedFlags = flags
        if let cursor = meta.nextCursor {
            answer.response.fields.append("Link", ListLink.next(cursor, input.request))
        }
        return answer
    }

    /// A slot a line, as they are found, and a last line of what became of the list.
    func lines(upTo limit: Int) async throws(Problem) -> Answer {
        var search = SlotSearch(queryFromStart)
        // What fails at once is a problem like any other.
        let first = try await take(min(limit, parameters.limit), of: &search)
        let body = Response.Body.stream { [search] writer in
            var (search, slots, written) = (search, first, 0)
            var source = SourceReport(connection: finder.connection.name, count: 0)
            while true {
                let new = slots.prefix(limit).dropFirst(written)
                if !new.isEmpty { try await writer.write(lines(of: new)) }
                written += new.count
                if written >= limit || search.isExhausted || source.problem != nil { break }
                try Task.checkCancellation()
                finder.calls.renewWait()
                do throws(Problem) {
                    slots = try await take(min(limit, written + parameters.limit), of: &search)
                } catch {
                    source.problem = error
                }
            }
            source.count = written
            try await writer.write(ListMeta([source]).line())
        }
        return Answer(Response(.ok, fields: Fields([MediaType.lines]), body: body))
    }

    private func lines(of slots: ArraySlice<AppointmentSlot>) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: slots.count * 200)
        write(slots, separatedBy: UInt8(ascii: "\n"), to: buffer)
        buffer.append(UInt8(ascii: "\n"))
        return buffer
    }

    /// The slots from the start on, so many at least where there are as many.
    private func take(
        _ count: Int, of search: inout SlotSearch
    ) async throws(Problem) -> [AppointmentSlot] {
        let zone = finder.connection.account.zone
        var wanted = count
        while true {
            try await finder.advance(&search, wanting: wanted)
            let slots = search.slots(in: zone)
            let remaining = remaining(slots)
            if remaining.count >= count || search.isExhausted { return remaining }
            // What the pages before have given is passed over, and counts for nothing.
            wanted = slots.count + count - remaining.count
        }
    }

    private var queryFromStart: SlotQuery {
        guard let start else { return query }
        var query = query
        if query.day == nil {
            let day = CalendarDay(daysSince1970: start.page)
            query.from = max(query.from ?? day, day)
        }
        return query
    }

    private func remaining(_ slots: [AppointmentSlot]) -> [AppointmentSlot] {
        guard let start else { return slots }
        let day = CalendarDay(daysSince1970: start.page)
        let periods = slots.lazy.filter { $0.day == day }.map(\.period.cursorNumber)
        guard periods.contains(start.stage) else {
            // The part of the day has filled up meanwhile: what comes at that time or later was not given.
            return slots.filter { $0.day > day || $0.day == day && $0.time.minuteOfDay >= start.skip }
        }
        let first = slots.firstIndex {
            $0.day == day && $0.period.cursorNumber == start.stage
                && $0.time.minuteOfDay >= start.skip
        }
        if let first { return Array(slots[first...]) }
        let last = slots.lastIndex { $0.day == day && $0.period.cursorNumber == start.stage } ?? -1
        return Array(slots[(last + 1)...])
    }

    private func place(behind slot: AppointmentSlot) -> Cursor.Place {
        Cursor.Place(
            connection: finder.connection.name, stage: slot.period.cursorNumber,
            page: slot.day.daysSince1970, skip: slot.time.minuteOfDay + 1, size: parameters.limit)
    }

    private func write(
        _ slots: some Sequence<AppointmentSlot>, separatedBy separator: UInt8, to buffer: ByteBuffer
    ) {
        var writer = RecordWriter(
            JSONWriter(buffer), source: finder.connection.source, selection: parameters.selection)
        for (index, slot) in slots.enumerated() {
            if index > 0 { buffer.append(separator) }
            writer.json = JSONWriter(buffer)
            writer.write(slot, original: nil)
        }
    }
}

extension DayPeriod {
    /// What stands for it in a cursor, which holds numbers: FNV-1a of its id.
    fileprivate var cursorNumber: Int {
        id.withBytes { bytes in
            Int(bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 })
        }
    }
}
