import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    static let getSurvey = DirectRead<Survey>(
        cacheLifetime: .seconds(60),
        request: { id, _ in formRequest(id) },
        record: { answer, _ in
            let form = try TatodeskForm(answer)
            var fields = try answer.object()
            return (form.survey, try fields.value("surveyForm"))
        })

    /// A form, as answers to it need it.
    static func form(_ id: Text) -> Lookup<TatodeskForm> {
        Lookup(
            "form", of: id, request: { _ in formRequest(id) }, read: { answer, _ in try TatodeskForm(answer) }
        )
    }

    private static func formRequest(_ id: Text) -> VendorRequest {
        var request = VendorRequest(.post, "/survey/v1/getSurveyForm", host: .api)
        request.wordsOfAbsence = "not found"
        request.isRead = true
        request.json { $0.member("surveyFormID", id) }
        return request
    }

    /// A flag: `1` is yes, `2` is no, and anything else says nothing.
    static func flag(_ number: Int64?) -> Bool? {
        switch number {
        case 1: true
        case 2: false
        default: nil
        }
    }
}
