import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// An answer to a further question. Which member holds it depends on the type, and a type that is not
    /// documented may hold anything.
    static func answer(_ value: JSONValue) throws -> SurveyAnswer {
        let row = try JSONRow<ReplyField>(value)
        let word = try row.optionalText(.type)
        return SurveyAnswer(
            questionID: try row.optionalText(.id), question: try row.optionalText(.text),
            type: QuestionKind(word).type, vendorType: word, value: try reply(row))
    }

    @inline(__always) private static func reply(_ row: JSONRow<ReplyField>) throws -> AnswerValue {
        if let score = try? row.optionalInteger(.review) { return .number(.integer(score)) }
        if let options = try row.optionalArray(.options), !options.isEmpty {
            return .nested(try options.map(nestedChoice))
        }
        if let choices = try row.optionalArray(.multipleValues), !choices.isEmpty {
            return .choices(try texts(choices))
        }
        if let text = try row.optionalScalarText(.answerText) { return .text(text) }
        if let choices = try? row.optionalArray(.review) { return .json(choices.asValue) }
        return try row.optionalScalarText(.review).map { text in
            Number(text).map { .number($0) } ?? .text(text)
        } ?? .none
    }

    private static func nestedChoice(_ value: JSONValue) throws -> AnswerValue.NestedChoice {
        var fields = try value.object()
        let text = try fields.optionalScalarText("option")
        return AnswerValue.NestedChoice(text: text, options: try texts(fields.optionalArray("subOptions")))
    }

    /// The fields of an answer to a further question.
    enum ReplyField: Int, JSONField {
        case id, type, text, review, answerText, multipleValues, options

        static let table = JSONFieldTable([
            "_id", "type", "text", "review", "answerText", "multipleValues", "options",
        ])
    }

    /// A field's number, which may stand in quotes; nothing for what is no number.
    @inline(__always) static func number<Field: JSONField>(
        _ row: JSONRow<Field>, _ field: Field
    ) throws -> Number? {
        if let whole = try? row.optionalInteger(field) { return .integer(whole) }
        return try row.optionalScalarText(field).flatMap { Number($0) }
    }

    /// The texts of an array; numbers as they are written.
    static func texts(_ values: consuming JSONArray?) throws -> [Text] {
        guard let values, !values.isEmpty else { return [] }
        return try values.compactMap { try $0.optionalScalarText() }
    }

    /// How an answer was sorted.
    static func categories(_ rows: consuming JSONArray?) throws -> [ResponseCategory] {
        guard let rows, !rows.isEmpty else { return [] }
        return try rows.map { value in
            var row = try value.object()
            let name = try row.optionalText("category")
            return ResponseCategory(name: name, subcategory: try row.optionalText("subCategory"))
        }
    }

    /// The company's own fields of a row; of two with one name the first counts.
    static func indicators(_ rows: consuming JSONArray?) throws -> [NamedValue] {
        guard let rows, !rows.isEmpty else { return [] }
        var values: [NamedValue] = []
        values.reserveCapacity(rows.count)
        for value in rows {
            let row = try JSONRow<IndicatorField>(value)
            guard let column = try row.optionalText(.column), !values.contains(where: { $0.name == column })
            else { continue }
            values.append(NamedValue(column, try indicatorValue(row)))
        }
        return values
    }

    /// A value that is no text stays what it is.
    @inline(__always) private static func indicatorValue(
        _ row: JSONRow<IndicatorField>
    ) throws -> FieldValue {
        if let text = try? row.optionalText(.value) { return .text(text) }
        if let number = try? row.optionalInteger(.value) { return .integer(number) }
        if let flag = try? row.optionalBool(.value) { return .flag(flag) }
        if let parts = try? row.optionalArray(.value) { return .json(parts.asValue) }
        return try row.optionalScalarText(.value).map { .text($0) } ?? .null
    }

    /// The fields of an indicator.
    enum IndicatorField: Int, JSONField {
        case column, value

        static let table = JSONFieldTable(["column", "value"])
    }
}
