import Primitives
import VendorKit

/// The older API of the survey platform, for accounts with NPS campaigns.
///
/// What is known of it is in `vendors/track-nps.md`; what it calls a campaign is a survey here.
enum TrackNPS {
    static let vendor = Vendor(
        name: "track_nps",
        baseURLs: [.main: "https://api.tracksale.co/v2"],
        settings: [.secret("token")],
        credentials: .fixed(credentials),
        quota: [QuotaLimit(limit: 1000, window: limitWindow, scope: .credential)],
        endpoints: Endpoints { endpoints in
            endpoints.listSurveys = listSurveys
            endpoints.getSurvey = .direct(getSurvey)
            endpoints.listResponses = listResponses
            endpoints.createResponses = createResponses
            endpoints.createDistribution = createDistribution
        },
        failure: failure(of:)
    )

    /// The length of the window that its limit holds in.
    static let limitWindow = Duration.seconds(300)

    /// Its document spells the scheme in lower case.
    static let credentials = FixedCredentials { request, keys, _ in
        request.fields.set("Authorization", Text(joining: "bearer ", keys.key("token")))
    }
}
