import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// The greatest page there is.
    static let maximumPageSize = 1000

    /// Which of a row's two dates days are about.
    enum DateType {
        case createdAt, updatedAt

        var word: StaticString {
            switch self {
            case .createdAt: "createdAt"
            case .updatedAt: "updatedAt"
            }
        }
    }

    /// What a path says for every action there is.
    static let everyAction: Text = "all"

    /// The rows of an answer, and whether another page follows; pages may be smaller than was asked for.
    /// Those lists that do not say how many rows there are go on until a page comes short.
    static func page(of answer: JSONValue, rows name: StaticString, _ request: PageRequest) throws -> RowPage
    {
        let rows = try payload(name, of: answer).array()
        var fields = try answer.object()
        let total = (try fields.optionalScalarText("total")).flatMap { Int($0.string) }
        let limit = (try fields.optionalScalarText("limit")).flatMap { Int($0.string) } ?? request.size
        let size = min(max(limit, 1), request.size)
        let hasMore = total.map { $0 > (request.number + 1) * size } ?? (rows.count >= size)
        return RowPage(rows: rows, total: total, hasMore: hasMore && !rows.isEmpty)
    }

    /// Answers that are an array and nothing around it.
    static func wholeList(_ answer: JSONValue) throws -> RowPage {
        guard answer.kind == .array else { throw refusal(in: answer) }
        let rows = try answer.array()
        return RowPage(rows: rows, total: rows.count, hasMore: false)
    }

    /// A stage that asks a call page by page.
    static func stage<Record>(
        _ call: VendorRequest, rows name: StaticString,
        record: @escaping @Sendable (JSONValue) throws -> Record?,
        isWanted: @escaping @Sendable (Record) -> Bool = { _ in true }
    ) -> ListStage<Record> {
        ListStage(
            request: { page in
                var request = call
                request.query("page", page.number + 1)
                request.query("limit", page.size)
                return request
            },
            rows: { try page(of: $0, rows: name, $1) }, record: record, isWanted: isWanted)
    }

    /// A moment in a row; `null` and what is no date are nothing.
    static func moment(_ text: consuming Text?) -> Timestamp? {
        guard let text else { return nil }
        return Timestamp(iso8601: text)
    }

    /// A list's channel, or an answer's: the word of distributions where there is one for it.
    static func channel(_ word: Text?) -> Text? {
        guard let word else { return nil }
        return word == "sms" ? "sms_link" : word
    }

    /// A problem that says what the combination of filters cannot do.
    static func unsupported(_ detail: String) -> Problem {
        Problem(.unsupported, "With IndeCX, \(detail).", status: Status(422))
    }
}

extension VendorRequest {
    /// Adds the days of a span, of creation or of change: the vendor filters by one of the two. Where both
    /// are asked for it gets the creation, and the gateway holds the rows to the other.
    mutating func days(created: TimeSpan, updated: TimeSpan, _ account: Account) {
        if !created.isOpen {
            days(of: created, .createdAt, account)
        } else if !updated.isOpen {
            days(of: updated, .updatedAt, account)
        }
    }

    /// Adds `startDate`, `endDate` and `dateType`. The last day is that of the moment just before the end.
    ///
    /// - Parameter slack: How long behind what the span is about the vendor's own date may lie.
    mutating func days(
        of span: TimeSpan, _ type: IndeCX.DateType, _ account: Account, slack milliseconds: Int64 = 0
    ) {
        let last = span.before.map { Timestamp(milliseconds: $0.milliseconds - 1 + milliseconds) }
        query("startDate", span.after.map { Self.day(account.zone.day(of: $0)) })
        query("endDate", last.map { Self.day(account.zone.day(of: $0)) })
        query("dateType", plain: type.word)
    }

    /// `DD-MM-YYYY`.
    private static func day(_ day: CalendarDay) -> Text {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let civil = day.midnight
        return Text("\(padded(civil.day, 2))-\(padded(civil.month, 2))-\(padded(civil.year, 4))")
    }
}
