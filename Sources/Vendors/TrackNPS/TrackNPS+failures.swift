import HTTPCore
import VendorKit

extension TrackNPS {
    /// What the status says. Past its limit the API answers 405 with a page whose puzzle a person must
    /// solve: a 405 that is no JSON means that every call is refused, for the rest of the window at least.
    static func failure(of answer: VendorAnswer) -> VendorFailure? {
        guard var kind = answer.failureByStatus else { return nil }
        if answer.status == Status(405), answer.document == nil {
            kind = .blocked(for: answer.retryAfter ?? limitWindow)
        }
        return VendorFailure(kind, quoting: answer.document?.root)
    }
}
