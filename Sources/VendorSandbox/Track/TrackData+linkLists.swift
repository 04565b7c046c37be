import HTTPCore
import JSONCore
import Primitives

/// Lists of links.
extension TrackData {
    /// How many lines are worked at once where `async` is false.
    static let synchronousLines = 50

    /// `POST …/distributions/createLinkList`. Up to 50 lines with `async` false, each line comes back with its
    /// link at once. Otherwise the links would be told to the `callback_url`, which must be there: the simulator
    /// makes the distribution and calls nobody. The document shows neither the member of a line that holds
    /// its link nor what is answered before the work is done.
    mutating func createLinkList(
        _ document: JSONDocument, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        var body = try TrackBody(document.root)
        let survey = try survey(body.required("survey_uuid"))
        guard let isShortened = try body.bool("shortened_link") else {
            throw body.refusal("shortened_link", "is required")
        }
        guard let lines = try body.objects("import_lines") else {
            throw body.refusal("import_lines", "is required")
        }
        let isDeferred = try body.bool("async") ?? false || lines.count > Self.synchronousLines
        let callbackURL = try body.string("callback_url")
        if isDeferred && callbackURL == nil { throw body.refusal("callback_url", "is required") }
        try check(
            template: body.string("template_survey_expired_hash"), .expired, "template_survey_expired_hash")
        try check(
            template: body.string("template_survey_thanks_hash"), .thanks, "template_survey_thanks_hash")
        var distribution = try newDistribution(&body, of: survey, by: .linkList, at: now)
        let links = addLinks(lines, to: &distribution, isShortened: isShortened)
        add(distribution)
        return .json(capacity: 8192) { writer in
            writer.member("distribution_uuid", distribution.uuid)
            writer.member("distribution_name", distribution.name)
            writer.member("callback_url", callbackURL)
            writer.member("shortened_link", isShortened)
            writer.member("survey_uuid", survey.uuid)
            writer.member("validity_at", distribution.validityAt?.seconds)
            writer.member("template_expired_hash", try? body.string("template_survey_expired_hash"))
            writer.member("template_thanks_hash", try? body.string("template_survey_thanks_hash"))
            writer.objects("import_lines", zip(lines, links)) { writer, line in
                Self.write(line.0.fields, to: &writer)
                if !isDeferred { writer.member("link", line.1) }
            }
        }
    }

    /// A link for each line; nothing for one that names nobody.
    private mutating func addLinks(
        _ lines: [TrackBody], to distribution: inout TrackDistribution, isShortened: Bool
    ) -> [String?] {
        let host = isShortened ? "s.example.com" : "surveys.example.com/\(distribution.survey.hash)"
        var addresses: Set<String> = []
        return lines.map { line -> String? in
            switch recipient(of: line, by: nil, addresses: &addresses) {
            case .success(let (customer, fields)):
                distribution.dispatches.append(TrackDispatch(customer: customer, fields: fields, events: []))
                return "https://\(host)/\(random.alphanumerics(isShortened ? 7 : 24))"
            case .failure(let error):
                distribution.errors[error, default: 0] += 1
                return nil
            }
        }
    }
}
