import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// The report of visits. It demands a range of days; the gateway holds the rows to the moment.
    static let listVisits = ListEndpoint<Visit, VisitFilters>(
        filters: VisitFilters.names, maximumPageSize: 1000, lookups: { _ in [] }
    ) { query, _, account in
        let filters = query.filters
        let (range, defaults) = DateRange.bounded(
            filters.created, now: account.moment, after: .createdAfter, before: .createdBefore)
        let filter = try reportFilter(filters, range, account.zone)
        let zone = account.zone
        let stage = ListStage<Visit>(
            request: { page in
                reading("/pa/listAttendancesReport", host: .data) { writer in
                    writer.key("filter")
                    writer.raw(filter)
                    writer.member("page", page.number)
                    writer.member("limit", page.size)
                }
            },
            rows: { answer, page in try reportPage(of: answer, rows: "attendances", page) },
            record: { value in
                var row = try value.object()
                return try reportedVisit(&row, zone)
            },
            isWanted: { visit in
                visit.createdAt.map { $0 >= range.start && $0 < range.end } ?? true
            })
        return ListPlan([stage], defaults: defaults)
    }

    /// The filter of the report as JSON.
    private static func reportFilter(_ filters: VisitFilters, _ range: DateRange, _ zone: Zone) throws -> Text
    {
        let last = Timestamp(milliseconds: range.end.milliseconds - 1)
        let buffer = ByteBuffer(capacity: 512)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("dateInitial", TatodeskDate.dayFirst(zone.day(of: range.start)))
        writer.member("dateFinal", TatodeskDate.dayFirst(zone.day(of: max(last, range.start))))
        if let known = filters.protocolNumber { writer.member("protocol", known) }
        if let code = filters.code { writer.member("attendanceCode", code) }
        let lists: [(StaticString, [Text], FilterName)] = [
            ("companyIDs", filters.companyIDs, .companyID),
            ("attendanceUnitIDs", filters.locationIDs, .locationID),
            ("attendanceTypeIDs", filters.typeIDs, .typeID), ("statusIDs", filters.statusIDs, .statusID),
            ("userIDs", filters.agentIDs, .agentID), ("tagIDs", filters.tags, .tags),
        ]
        for (name, ids, filter) in lists where !ids.isEmpty {
            writer.numbers(name, try ids.map { try numeric($0, filter) })
        }
        writer.comparison("attendanceTime", filters.serviceTime)
        writer.comparison("waitingTime", filters.waitingTime)
        writer.comparison("pausedTime", filters.pausedTime)
        writer.pair("form", "key", filters.formKey, filters.formValue)
        writer.pair("additionalData", "ID", filters.fieldID, filters.fieldValue)
        writer.endObject()
        return buffer.text(0..<buffer.count)
    }

    /// A page of a report, whose `count` of all rows is a string or a number.
    static func reportPage(
        of answer: JSONValue, rows name: StaticString, _ page: PageRequest
    ) throws -> RowPage {
        let rows = try rows(of: answer, name)
        var fields = try answer.object()
        let count = try fields.optionalScalarText("count")
        let total = count.flatMap { $0.isEmpty ? nil : $0.number(in: 0..<$0.count) }
        let end = page.number * page.size + rows.count
        let hasMore = !rows.isEmpty && (total.map { end < $0 } ?? (rows.count >= page.size))
        return RowPage(rows: rows, total: total, hasMore: hasMore)
    }

    /// A row of the report: local times, although a `Z` stands behind them. It has a protocol and no number.
    private static func reportedVisit(_ row: inout JSONObject, _ zone: Zone) throws -> Visit {
        let known = try row.scalarText("protocol")
        var visit = Visit(remoteID: Text(joining: "p.", known))
        visit.protocolNumber = known
        visit.code = try row.filledText("attendanceCode")
        visit.classification = Reference(remoteID: nil, name: try row.optionalText("classification"))
        visit.vendorStatus = try row.optionalText("status")
        visit.status = visitStatus(visit.vendorStatus)
        visit.company = Reference(remoteID: nil, name: try row.optionalText("company"))
        visit.region = try row.optionalText("region")
        visit.location = Reference(remoteID: nil, name: try row.optionalText("attendanceUnit"))
        visit.type = Reference(remoteID: nil, name: try row.optionalText("attendanceType"))
        visit.agent = Reference(remoteID: nil, name: try row.optionalText("agent"))
        visit.createdAt = try row.optionalText("date").flatMap { TatodeskDate.reported($0, in: zone) }
        visit.calledAt = try row.optionalText("dateCall").flatMap { TatodeskDate.reported($0, in: zone) }
        visit.startedAt = try row.optionalText("startAttendance").flatMap {
            TatodeskDate.reported($0, in: zone)
        }
        visit.durations.waiting = try row.optionalText("waitingTime").flatMap(TatodeskDate.seconds)
        visit.durations.displacement = try row.optionalText("displacementTime").flatMap(TatodeskDate.seconds)
        visit.durations.paused = try row.optionalText("pausedTime").flatMap(TatodeskDate.seconds)
        visit.durations.service = try row.optionalText("attendanceTime").flatMap(TatodeskDate.seconds)
        visit.isRemote = yesOrNo(try row.optionalText("remoteAttendance"))
        visit.customFields = PackedPairs(row.optionalValue("additionalData")).pairs.map {
            NamedValue($0.key, $0.value.map { .text($0) } ?? .null)
        }
        visit.form = PackedPairs(row.optionalValue("contactForms")).pairs
        return visit
    }
}

extension JSONWriter {
    /// Writes a comparison as the report takes it: an operation from 1 to 5 and minutes.
    fileprivate mutating func comparison(_ name: StaticString, _ comparison: MinuteComparison?) {
        guard let comparison else { return }
        let (operation, value, last): (Int, Int, Int?) =
            switch comparison {
            case .less(let minutes): (1, minutes, nil)
            case .lessOrEqual(let minutes): (2, minutes, nil)
            case .greater(let minutes): (3, minutes, nil)
            case .greaterOrEqual(let minutes): (4, minutes, nil)
            case .between(let first, let last): (5, first, last)
            }
        beginObject(name)
        member("operation", operation)
        member("value", value)
        if let last { member("valueFinal", last) }
        endObject()
    }

    /// Writes an object of a field and its value, if both are given.
    fileprivate mutating func pair(
        _ name: StaticString, _ field: StaticString, _ key: Text?, _ value: Text?
    ) {
        guard let key, let value else { return }
        beginObject(name)
        member(field, key)
        member("value", value)
        endObject()
    }
}
