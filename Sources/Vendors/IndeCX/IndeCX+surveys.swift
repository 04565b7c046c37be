import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// The active actions, all in one answer.
    static let listSurveys = ListEndpoint<Survey, SurveyFilters>(
        filters: [.createdAfter, .createdBefore], paging: .emulated, cacheLifetime: .seconds(60)
    ) { _, _ in
        [
            ListStage(
                request: { _ in VendorRequest(.get, "/v3/integrations/actions-info") },
                rows: { answer, _ in try wholeList(answer) }, record: listedSurvey)
        ]
    }

    /// An action with its questionnaire.
    static let getSurvey = DirectRead<Survey>(
        cacheLifetime: .seconds(60),
        request: { id, _ in VendorRequest(.get, "/v3/integrations/actions-info/", .identifier(id)) },
        record: { answer, _ in (try survey(answer), answer) })

    /// A row of the list: those it has are in use.
    private static func listedSurvey(_ row: JSONValue) throws -> Survey {
        var survey = try commonSurvey(row)
        survey.status = .active
        return survey
    }

    private static func commonSurvey(_ row: JSONValue) throws -> Survey {
        var fields = try row.object()
        guard let controlID = try fields.optionalText("controlId") else { throw refusal(in: row) }
        var survey = Survey(remoteID: controlID)
        survey.createdAt = moment(try fields.optionalText("createdAt"))
        survey.updatedAt = moment(try fields.optionalText("updatedAt"))
        survey.name = try fields.optionalText("name")
        survey.channel = channel(try fields.optionalText("channel"))
        let metric = Metric(try fields.optionalText("type"))
        survey.metric = metric?.type
        survey.scale = metric?.scale
        return survey
    }

    /// An action with its questionnaire, whose list of questions is spelt `adittionalQuestions`.
    static func survey(_ answer: JSONValue) throws -> Survey {
        var survey = try commonSurvey(answer)
        var fields = try answer.object()
        survey.question = try fields.optionalText("question")
        let isRequired = try fields.optionalBool("allAnswersRequired")
        let questions =
            try fields.optionalArray("adittionalQuestions") ?? fields.optionalArray("additionalQuestions")
        survey.questions = try questions?.map { try question($0, isRequired: isRequired) } ?? []
        return survey
    }

    /// The actions by the ids that answers and invites name them by.
    static let actions = Lookup<[Text: Action]>(
        "actions",
        request: { _ in VendorRequest(.get, "/v3/integrations/actions-info") },
        read: { answer, _ in
            var actions: [Text: Action] = [:]
            for row in try wholeList(answer).rows {
                var fields = try row.object()
                guard let id = try fields.optionalText("_id"),
                    let controlID = try fields.optionalText("controlId")
                else { continue }
                actions[id] = Action(
                    controlID: controlID, name: try fields.optionalText("name"),
                    channel: try fields.optionalText("channel"))
            }
            return actions
        })

    /// An action, as far as other records tell of it.
    struct Action: Sendable {
        let controlID: Text
        let name: Text?
        let channel: Text?
    }

    /// The actions of a connection, and the one that a call is about, if it is about one.
    struct Actions: Sendable {
        private let byID: [Text: Action]
        private let only: Action?

        /// - Parameter controlID: The action that every row is of; nothing when they are of several.
        init(_ lookups: LookupResults, only controlID: Text?) {
            byID = lookups[IndeCX.actions] ?? [:]
            let byID = byID
            only = controlID.map { controlID in
                byID.values.first { $0.controlID == controlID }
                    ?? Action(controlID: controlID, name: nil, channel: nil)
            }
        }

        /// The action of that id. One that is not active any more is not in the list.
        @inline(__always) subscript(id: Text?) -> Action? { only ?? id.flatMap { byID[$0] } }
    }
}
