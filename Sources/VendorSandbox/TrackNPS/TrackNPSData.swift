import HTTPCore
import JSONCore
import Primitives

/// What an account holds.
struct TrackNPSData: Sendable {
    var campaigns: [TrackNPSCampaign] = []
    /// In the order of their ids.
    var answers: [TrackNPSAnswer] = []
    private(set) var dispatches: [TrackNPSDispatch] = []
    /// How many links were made.
    private(set) var links = 0
    var random: DeterministicRandom

    /// The code of the first send.
    static let firstDispatchCode = 5000

    /// `GET /campaign`: the counts are of the answers in the range.
    func listCampaigns(_ query: TrackNPSQuery) throws(TrackNPSRefusal) -> Response {
        let range = try query.range()
        return .jsonArray(campaigns) { write($0, within: range, to: &$1) }
    }

    /// `GET /campaign/{code}`: an array of one.
    func showCampaign(_ code: String) throws(TrackNPSRefusal) -> Response {
        let campaign = try campaign(code)
        return .jsonArray([campaign]) { write($0, within: 0...Int64.max, to: &$1) }
    }

    /// `GET /report/answer`: the newest first.
    func listAnswers(_ query: TrackNPSQuery) throws(TrackNPSRefusal) -> Response {
        let (range, codes, hasTags) = (try query.range(), try query.codes(), query.hasTags)
        let found = answers.filter { answer in
            range.contains(answer.time) && codes?.contains(answer.campaignCode) ?? true
        }
        .sorted { ($0.time, $0.id) > ($1.time, $1.id) }
        return .jsonArray(found.prefix(try query.limit())) { write($0, hasTags: hasTags, to: &$1) }
    }

    /// `POST /answer`: all of them, or none.
    mutating func addAnswers(_ body: TrackNPSBody, at now: Timestamp) throws(TrackNPSRefusal) -> Response {
        var body = body
        let campaign = try campaign(String(try body.code("campaign_code")))
        var added: [TrackNPSAnswer] = []
        for var item in try body.objects("answers") {
            let email = try item.text("email")
            guard let name = try item.text("name") ?? email else {
                throw .invalid("an answer must have a name or an email")
            }
            added.append(
                TrackNPSAnswer(
                    id: (answers.last?.id ?? 0) + 1 + added.count, campaignCode: campaign.code,
                    time: try item.seconds("create_time") ?? now.wholeSeconds, type: "API", name: name,
                    email: email, score: try item.score(), comment: try item.text("justification")))
        }
        answers += added
        return .json { $0.member("message", "Answers inserted" as StaticString) }
    }

    /// `POST /campaign/{code}/dispatch`
    mutating func addDispatch(_ code: String, _ body: TrackNPSBody) throws(TrackNPSRefusal) -> Response {
        var body = body
        let campaign = try campaign(code)
        let dispatch = TrackNPSDispatch(
            code: Self.firstDispatchCode + dispatches.count, campaignCode: campaign.code,
            customers: try body.customers(forLinks: false))
        dispatches.append(dispatch)
        return .json { $0.member("dispatch_code", dispatch.code) }
    }

    /// `POST /campaign/{code}/dispatch/{dispatch_code}`: until it is gone, and not into the past.
    mutating func schedule(
        _ code: String, _ dispatch: String, _ body: TrackNPSBody, at now: Timestamp
    ) throws(TrackNPSRefusal) -> Response {
        var body = body
        let campaign = try campaign(code)
        let position = dispatches.firstIndex {
            String($0.code) == dispatch && $0.campaignCode == campaign.code
        }
        guard let position else { throw .dispatchNotFound }
        guard let time = try body.seconds("time") else { throw .invalid("time is required") }
        guard time >= now.wholeSeconds else { throw .invalid("time must not be in the past") }
        if let earlier = dispatches[position].time, earlier < now.wholeSeconds {
            throw .invalid("the dispatch was sent already")
        }
        dispatches[position].time = time
        return .json { writer in
            writer.member("dispatch_code", dispatches[position].code)
            writer.member("time", time)
        }
    }

    /// `POST /campaign/{code}/survey-links`: a link for each customer, in their order.
    mutating func addLinks(_ code: String, _ body: TrackNPSBody) throws(TrackNPSRefusal) -> Response {
        var body = body
        _ = try campaign(code)
        let made = try body.customers(forLinks: true).map { _ in
            "https://survey.example/\(random.alphanumerics(12))"
        }
        links += made.count
        return .json { writer in
            writer.objects("customers_links", made) { writer, link in writer.member("survey_link", link) }
        }
    }

    private func campaign(_ code: String) throws(TrackNPSRefusal) -> TrackNPSCampaign {
        guard let campaign = campaigns.first(where: { String($0.code) == code }) else {
            throw .campaignNotFound
        }
        return campaign
    }
}
