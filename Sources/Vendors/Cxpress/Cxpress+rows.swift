import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    /// A list's `pagination`: how many rows there are, and whether another page follows.
    static func page(of answer: JSONValue, rows name: StaticString, _ request: PageRequest) throws -> RowPage
    {
        let rows = try payload(name, of: answer).array()
        var fields = try answer.object()
        guard var pagination = try fields.optionalObject("pagination") else {
            return RowPage(rows: rows, total: nil, hasMore: rows.count >= request.size)
        }
        let total = try pagination.optionalInteger("total")
        let lastPage = try pagination.optionalInteger("lastPage")
        let nextPage = try pagination.optionalInteger("nextPage")
        let hasMore = nextPage != nil || lastPage.map { Int($0) > request.number + 1 } ?? false
        return RowPage(rows: rows, total: total.map { Int($0) }, hasMore: hasMore && !rows.isEmpty)
    }

    /// The history never says its last page and counts only the page at hand, so a page that comes short
    /// is the last.
    static func historyPage(of answer: JSONValue, _ request: PageRequest) throws -> RowPage {
        let rows = try payload("tickets", of: answer).array()
        return RowPage(rows: rows, total: nil, hasMore: rows.count >= request.size)
    }

    /// Ids in a row: texts, objects with an `id` or a `user_id`, or `null`s that mean nothing.
    static func identifiers(_ rows: consuming JSONArray?) throws -> [Text] {
        guard let rows, !rows.isEmpty else { return [] }
        return try rows.compactMap { row in
            switch row.kind {
            case .string: return try row.string()
            case .object:
                var fields = try row.object()
                return try fields.optionalText("user_id") ?? fields.optionalText("id")
            default: return nil
            }
        }
    }

    /// Custom fields in a row: the name where it is given, else the id; one value or several.
    static func customFields(_ rows: JSONArray?) throws -> [CustomFieldValue] {
        guard let rows, !rows.isEmpty else { return [] }
        return try rows.compactMap { row in
            guard row.kind == .object else { return nil }
            var fields = try row.object()
            let identifier = try fields.optionalText("custom_field_id") ?? fields.optionalText("id")
            guard let name = try fields.optionalText("name") ?? identifier else { return nil }
            guard let value = fields.optionalValue("value"), !value.isNull else { return nil }
            let values =
                try value.kind == .array
                ? value.array().compactMap { try $0.optionalScalarText() } : [value.scalarText()]
            return CustomFieldValue(name: name, values: values)
        }
    }

    /// A moment in a row; `null` and what is no date are nothing.
    static func moment(_ text: consuming Text?) -> Timestamp? {
        guard let text else { return nil }
        return Timestamp(iso8601: text)
    }
}
