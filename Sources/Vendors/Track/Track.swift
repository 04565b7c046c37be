import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Track CXM, a survey platform: surveys, their distributions and the answers to them.
///
/// Its document is `vendors/track-cxm.md`; what it calls an interaction is a response here, an attribute a
/// custom field, an integration a channel, and a loop a follow-up.
enum Track {
    static let vendor = Vendor(
        name: "track",
        baseURLs: [.main: "https://api.track.co"],
        settings: [.secret("token"), .plain("organization")],
        credentials: .fixed(.bearer("token")),
        quota: [QuotaLimit(limit: 2000, window: .seconds(60), scope: .credential)],
        timeZone: "America/Sao_Paulo",
        endpoints: Endpoints { endpoints in
            endpoints.listSurveys = listSurveys
            endpoints.getSurvey = .search(getSurvey)
            endpoints.listResponses = listResponses
            endpoints.createResponses = createResponses
            endpoints.createDistribution = createDistribution
            endpoints.listDistributions = listDistributions
            endpoints.getDistribution = .direct(getDistribution)
            endpoints.resendDistribution = resendDistribution
            endpoints.listDistributionRecipients = listRecipients
            endpoints.listTemplates = listTemplates
            endpoints.listChannels = listChannels
            endpoints.listCustomFields = listCustomFields
            endpoints.createExport = createExport
            endpoints.listExports = listExports
        },
        failure: failure(of:)
    )

    /// How many rows a page has at most.
    static let maximumPageSize = 100

    /// A call below the organization's address.
    static func request(
        _ method: Method, _ account: Account, _ path: StaticString, _ id: Text = "", _ end: StaticString = ""
    ) -> VendorRequest {
        VendorRequest(
            method, "/v1/organizations/", .identifier(account.setting("organization")), .plain(path),
            .identifier(id), .plain(end))
    }

    /// The same call for a page, which Track counts from 1.
    static func paged(_ request: VendorRequest, _ page: PageRequest) -> VendorRequest {
        var request = request
        request.query("limit", page.size)
        request.query("page", page.number + 1)
        return request
    }

    /// The `data` of an answer; a ``VendorFailure`` where there is none.
    static func payload(of answer: JSONValue) throws -> JSONValue {
        guard var fields = try? answer.object(), let data = fields.optionalValue("data") else {
            throw VendorFailure(.malformed, message: "The answer has no data.")
        }
        return data
    }

    /// The array `data.name` of an answer; a ``VendorFailure`` where there is none.
    static func rows(_ name: StaticString, of answer: JSONValue) throws -> JSONArray {
        guard var data = try? payload(of: answer).object(), let rows = try? data.array(name) else {
            throw VendorFailure(.malformed, message: "The answer has no data.\(name).")
        }
        return rows
    }

    /// A page of rows where the answer does not say how many there are: one that is not full is the last.
    static func uncounted(_ rows: JSONArray, _ page: PageRequest) -> RowPage {
        RowPage(rows: rows, total: nil, hasMore: rows.count >= page.size)
    }

    /// All rows at once.
    static func whole(_ rows: JSONArray) -> RowPage {
        RowPage(rows: rows, total: rows.count, hasMore: false)
    }
}
