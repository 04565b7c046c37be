import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// What Track NPS calls a campaign is a survey: one question from 0 to 10.
extension TrackNPS {
    static let scale = Scale(0, 10)

    /// All campaigns at once. `start` and `end` are not sent: whether they choose campaigns or narrow their counts
    /// is not documented.
    static let listSurveys = ListEndpoint<Survey, SurveyFilters>(
        filters: [.createdAfter, .createdBefore], paging: .emulated, cacheLifetime: .seconds(60)
    ) { _, _ in
        [
            ListStage(
                request: { _ in VendorRequest(.get, "/campaign") },
                rows: { answer, _ in try rows(of: answer) },
                record: survey)
        ]
    }

    static let getSurvey = DirectRead<Survey>(
        cacheLifetime: .seconds(60),
        request: { id, _ in VendorRequest(.get, "/campaign/", .identifier(id)) },
        record: { answer, _ in
            guard let row = try rows(of: answer).rows.first(where: { _ in true }) else {
                throw VendorFailure(.notFound)
            }
            return (try survey(row), row)
        })

    /// Every list is an array, whole.
    static func rows(of answer: JSONValue) throws -> RowPage {
        let rows = try answer.array()
        return RowPage(rows: rows, total: rows.count, hasMore: false)
    }

    static func survey(_ value: JSONValue) throws -> Survey {
        var fields = try value.object()
        var survey = Survey(remoteID: try fields.scalarText("code"))
        survey.name = try fields.optionalText("name")
        survey.metric = .nps
        survey.scale = scale
        survey.createdAt = try fields.optionalInteger("create_time").map(Timestamp.init(seconds:))
        survey.totals = SurveyTotals(
            promoters: try fields.optionalInteger("promoters"),
            passives: try fields.optionalInteger("passives"),
            detractors: try fields.optionalInteger("detractors"))
        // What a question looks like is not documented, so they go along as they are.
        survey.customFields = others(in: value, besides: surveyMembers)
        return survey
    }

    private static let surveyMembers: [StaticString] = [
        "name", "code", "detractors", "passives", "promoters", "create_time",
    ]

    /// The members of a row that have no place of their own, but for empty ones.
    static func others(in row: JSONValue, besides known: [StaticString]) -> [NamedValue] {
        guard let members = try? row.object() else { return [] }
        var others: [NamedValue] = []
        for member in members where !known.contains(where: { member.key == $0 }) && !isEmpty(member.value) {
            others.append(NamedValue(member.key, FieldValue(member.value)))
        }
        return others
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .null: true
        case .array: (try? value.array().isEmpty) ?? true
        default: false
        }
    }
}
