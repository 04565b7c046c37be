import Primitives
import VendorKit

/// Track CXM, a survey platform: surveys, their distributions and the answers to them.
///
/// Its document is `vendors/track-cxm.md`; what it calls an interaction is a response here.
enum Track {
    static let vendor = Vendor(
        name: "track",
        baseURLs: [.main: "https://api.track.co"],
        settings: [.secret("token"), .plain("organization")],
        credentials: .fixed(.bearer("token")),
        quota: [QuotaLimit(limit: 2000, window: .seconds(60), scope: .credential)],
        timeZone: "America/Sao_Paulo",
        endpoints: Endpoints { _ in },
        failure: failure(of:)
    )
}
