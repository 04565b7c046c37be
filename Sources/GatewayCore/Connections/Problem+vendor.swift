import HTTPCore
import HTTPUpstream
import JSONCore
import Primitives
import VendorKit

// How what went wrong on the way to a vendor becomes a problem: each cause in one place.

extension Problem {
    /// The problem, said of a connection.
    func at(_ connection: VendorConnection) -> Problem {
        var problem = self
        problem.connection = connection.name
        problem.vendor = "\(connection.vendor.name)"
        return problem
    }

    /// A refusal or breakdown that the vendor told us of.
    init(_ failure: VendorFailure, isWrite: Bool) {
        self = Self.problem(of: failure)
        origin = .vendor
        if isWrite {
            outcome = failure.kind == .serverError || failure.kind == .malformed ? .unknown : .notApplied
        }
        if outcome == .unknown { isRetriable = false }
    }

    private static func problem(of failure: VendorFailure) -> Problem {
        switch failure.kind {
        case .rejected: Problem(.vendorRejected, failure.message ?? "The vendor refused the request.")
        case .notFound: Problem(.notFound, failure.message ?? "The vendor has no such resource.")
        case .conflict: Problem(.conflict, failure.message ?? "The resource's state does not allow it.")
        case .unauthorized:
            Problem(.credentialsExpired, "The vendor refuses the connection's credentials.")
        case .forbidden: Problem(.vendorForbidden, failure.message ?? "The account may not do that.")
        case .limited(let wait):
            Problem(.quotaExhausted, "The vendor says that its limit is spent.", retryAfter: wait)
        case .blocked(let length): vendorBlocked(retryAfter: length)
        case .serverError: Problem(.vendorError, failure.message ?? "The vendor failed.")
        case .malformed:
            Problem(
                .vendorMalformed, failure.message ?? "The vendor's answer is not of the documented shape.")
        }
    }

    /// The vendor's own words and status, for a failure that an answer told of.
    func quoting(_ failure: VendorFailure, status: Status) -> Problem {
        var problem = self
        problem.vendorError = VendorErrorDetail(
            status: status.code, code: failure.code, message: failure.message)
        return problem
    }

    /// What libcurl could not do.
    init(_ error: UpstreamError, isWrite: Bool) {
        self = Self.problem(of: error)
        origin = .vendor
        guard isWrite else { return }
        outcome = error.delivery == .maybeSent ? .unknown : .notApplied
        if outcome == .unknown { isRetriable = false }
    }

    private static func problem(of error: UpstreamError) -> Problem {
        switch error.cause {
        case .timedOut: Problem(.vendorTimeout, "The vendor did not answer in time.")
        case .truncated: cutShort
        case .malformed: Problem(.vendorMalformed, "The vendor's answer is ambiguous or breaks HTTP.")
        case .bodyTooLarge: Problem(.vendorMalformed, "The vendor's answer is larger than the bound.")
        case .tlsFailed: Problem(.vendorError, "The vendor's certificate or TLS handshake is not acceptable.")
        case .unresolved, .connectFailed: Problem(.vendorError, "The vendor cannot be reached.")
        case .connectionLost: Problem(.vendorError, "The vendor dropped the connection.")
        case .cancelled: Problem(.requestTimeout, "The request was given up before the vendor answered.")
        case .invalidRequest, .failed: Problem(.internalError, "The call to the vendor could not be made.")
        }
    }

    /// Malformed for once: the next answer may be whole.
    private static var cutShort: Problem {
        var problem = Problem(.vendorMalformed, "The vendor's answer was cut short.")
        problem.isRetriable = true
        return problem
    }

    /// There is no token to call with.
    init(_ unavailable: TokenUnavailable) {
        switch unavailable {
        case .later(let wait, .notRenewed):
            self.init(.vendorError, "The connection's token could not be renewed; it will be tried again.")
            retryAfter = wait
        case .later(let wait, .refusedAtOnce):
            self.init(.credentialsExpired, "The vendor refuses even the token that it issued last.")
            retryAfter = wait
        case .expired(.refused):
            self.init(.credentialsExpired, "The vendor refused to renew the connection's credentials.")
        case .expired(.answerLost):
            self.init(
                .credentialsExpired,
                "The answer to a renewal of the connection's credentials was lost, so they may be spent.")
        case .expired(.unreadable):
            self.init(.credentialsExpired, "What is stored of the connection's credentials cannot be read.")
        case .late:
            self.init(.vendorTimeout, "The connection's token was not renewed in the request's time.")
        case .crowded(let wait):
            self.init(
                .overloaded, "As many calls wait for the connection's token as may.", retryAfter: wait)
        case .cancelled:
            self.init(.requestTimeout, "The request was given up before there was a token to call with.")
        }
        outcome = .notApplied
    }

    /// As many calls to the vendor are under way as the configuration allows.
    static func tooManyCalls(_ maximum: Int) -> Problem {
        var problem = Problem(.overloaded, "\(maximum) calls to the vendor are under way already.")
        problem.outcome = .notApplied
        return problem
    }

    /// The vendor does not answer, or takes no calls, and is left alone for a while.
    init(_ objection: ConnectionHealth.Objection) {
        switch objection {
        case .failing(let wait):
            self.init(
                .circuitOpen,
                "The vendor's last calls failed; none is made for another \(wait.secondsRoundedUp) s.",
                retryAfter: wait)
            outcome = .notApplied
        case .refusing(let refusal): self.init(refusal)
        }
    }

    /// The request was given up between two attempts, of which the first did nothing.
    static var givenUp: Problem {
        var problem = Problem(.requestTimeout, "The request was given up before the call was made again.")
        problem.outcome = .notApplied
        return problem
    }

    /// The request's time was over before the call was made.
    static var outOfTime: Problem {
        var problem = Problem(
            .vendorTimeout, "The request's time was over before the vendor could be called.")
        problem.outcome = .notApplied
        return problem
    }

    /// The vendor refuses every call for a while.
    static func vendorBlocked(retryAfter wait: Duration) -> Problem {
        var problem = Problem(
            .vendorBlocked, "The vendor blocks this gateway for another \(wait.secondsRoundedUp) s.",
            retryAfter: wait)
        problem.outcome = .notApplied
        return problem
    }

    /// An answer that cannot be used.
    static func malformed(_ detail: String, isWrite: Bool) -> Problem {
        var problem = Problem(.vendorMalformed, detail)
        if isWrite { problem.outcome = .unknown }
        return problem
    }

    /// What an adapter threw while it made a request of a query or a draft, or records of an answer.
    init(adapter error: any Error, isWrite: Bool) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as VendorFailure:
            self = Problem(failure, isWrite: isWrite).quoting(failure, status: .ok)
        case let mismatch as JSONTypeError:
            self = .malformed(
                "The vendor's answer is not of the documented shape: \(mismatch).", isWrite: isWrite)
        default: self = Problem(.internalError, "An adapter failed.")
        }
    }
}

extension Problem {
    /// Whether another request for the same might fare better: it has time of its own, or waits longer.
    var concernsItsRequestAlone: Bool {
        switch kind {
        case .requestTimeout, .quotaExhausted, .overloaded: true
        default: false
        }
    }

    /// Whether the vendor failed, or could not be asked, so that what it said before is better than nothing. When it
    /// refuses, or has no such record, that is news.
    var isVendorFailure: Bool {
        switch kind {
        case .vendorError, .vendorMalformed, .vendorTimeout, .vendorBlocked, .circuitOpen, .quotaExhausted,
            .credentialsExpired, .overloaded:
            true
        default: false
        }
    }
}

extension VendorConnection {
    /// What the vendor's adapter makes of a query, a draft or an answer; what it throws becomes a problem.
    func adapted<Outcome>(isWrite: Bool, _ body: () throws -> Outcome) throws(Problem) -> Outcome {
        do {
            return try body()
        } catch {
            throw Problem(adapter: error, isWrite: isWrite).at(self)
        }
    }
}
