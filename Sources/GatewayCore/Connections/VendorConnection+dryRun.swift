import HTTPCore
import Primitives
import VendorKit

extension VendorConnection {
    /// Notes a call in the place of making it, and gives what ends what it was for. A body that is handed on while
    /// it comes is read to its end, so that what is wrong with it is found here as well; none of it is kept.
    @inline(never) func rehearse(_ request: VendorRequest, _ dryRun: DryRun) async -> Problem {
        if let stream = request.stream {
            do throws(BodyFailure) {
                while try await stream.next() != nil {}
            } catch {
                return Problem(error)
            }
        }
        note(request, dryRun)
        return DryRun.stop
    }

    fileprivate func note(_ request: VendorRequest, _ dryRun: DryRun) {
        var request = request
        authorizeRedacted(&request)
        dryRun.note(upstream(request), of: self)
    }

    /// Puts on a call what stands for the proof: no secret comes near one that is shown.
    private func authorizeRedacted(_ request: inout VendorRequest) {
        switch credentials.proof {
        case .fixed(let scheme): scheme.authorize(&request, credentials.keys.redacted, account)
        case .issued(let scheme, _, _): scheme.authorize(&request, "[redacted]", account)
        case .rotating(let scheme, _, _): scheme.authorize(&request, "[redacted]", account)
        }
    }
}

extension DryRun {
    /// Ends the run where lookups are not all kept, with the first call of each that is not: what they find is
    /// what the rest is made of.
    ///
    /// - Parameter freshly: Whether what is kept will not do.
    func check(
        _ lookups: [LookupStep], of connection: VendorConnection, freshly: Bool = false
    ) throws(Problem) {
        let now = connection.now
        let missing = lookups.filter {
            freshly || connection.lookupCache.value(of: $0, at: now) == nil
        }
        if missing.isEmpty { return }
        breaksOff(at: .lookup)
        for lookup in missing { connection.note(lookup.request(connection.account, 0), self) }
        throw Self.stop
    }
}
