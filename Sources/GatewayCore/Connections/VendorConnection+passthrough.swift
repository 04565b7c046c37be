import HTTPCore
import HTTPUpstream
import JSONCore
import Primitives
import VendorKit

extension VendorConnection {
    /// Makes a call with the connection's credentials, quota and resilience, and gives the vendor's answer
    /// whatever it is: a refusal too, but for a refused token, which is renewed first and the call made again. A
    /// refusal comes with what it was found to be.
    ///
    /// - Throws: A ``Problem`` when there is no answer, with the connection named in it.
    func passThrough(
        _ request: VendorRequest, _ calls: CallMeter
    ) async throws(Problem) -> (response: UpstreamResponse, failure: VendorFailure.Kind?) {
        let attempt = try await exchange(request, calls) { response throws(Problem) in
            guard let failure = refusal(response) else { return Attempt.answered(response) }
            return .refused(Refusal(failure: failure, response: response))
        }
        switch attempt {
        case .answered(let response): return (response, nil)
        case .refused(let refusal): return (refusal.response, refusal.failure.kind)
        }
    }

    /// The failure that an answer's status tells of. What a successful one may say of failure is the
    /// caller's to read.
    private func refusal(_ response: UpstreamResponse) -> VendorFailure? {
        guard !response.status.isSuccess else { return noted(nil, response) }
        return failure(response, try? JSONDocument.parse(response.body))
    }

    /// The host of that name, or the main one; nothing when the vendor has no host of that name.
    func host(named name: Text?) -> HostName? {
        guard let name else { return vendor.mainHost }
        let host = HostName(name.string)
        return vendor.baseURLs[host] == nil ? nil : host
    }
}
