import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// IndeCX, a survey platform: actions, their invites and the answers to them.
///
/// Its document is `vendors/indecx.md`; what it calls an action is a survey here, known by its control id, a
/// row of a send a recipient, an indicator a field of the company's own, and a branch a location.
enum IndeCX {
    static let vendor = Vendor(
        name: "indecx",
        baseURLs: [.main: "https://indecx.com"],
        settings: [.secret("company_key")],
        credentials: .issued(credentials),
        timeZone: "America/Sao_Paulo",
        endpoints: Endpoints { endpoints in
            endpoints.listSurveys = listSurveys
            endpoints.getSurvey = .direct(getSurvey)
            endpoints.listResponses = listResponses
            endpoints.createResponses = createResponses
            endpoints.listResponseCategories = listResponseCategories
            endpoints.createDistribution = createDistribution
            endpoints.listDistributionRecipients = listDistributionRecipients
            endpoints.listInvites = listInvites
            endpoints.updateInvites = updateInvites
            endpoints.createSuppression = createSuppression
            endpoints.listSuppressions = listSuppressions
            endpoints.createLocation = createLocation
            endpoints.listLocations = listLocations
        },
        failure: failure(of:)
    )

    /// A token lives 30 minutes; the company's key gets as many as are asked for.
    static let credentials = IssuedCredentials(
        keySetting: "company_key",
        lifetime: .seconds(1800),
        request: { key, _ in
            var request = VendorRequest(.get, "/v3/integrations/authorization/token")
            request.fields.set("Company-Key", key)
            return request
        },
        read: { answer in
            var fields = try answer.object()
            return IssuedToken(token: try fields.text("authToken"))
        },
        authorize: { request, token, _ in
            request.fields.set("Authorization", Text(joining: "Bearer ", token))
        }
    )
}
