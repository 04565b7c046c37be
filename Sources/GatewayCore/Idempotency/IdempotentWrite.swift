import HTTPCore
import Primitives

/// A request with a key, and how it is carried out.
struct IdempotentWrite: Sendable {
    /// What the key is found by.
    let place: String
    /// What is asked, as far as it was read.
    let fingerprint: RequestFingerprint
    /// The body, where it is read while the write is carried out.
    let body: DigestedBody?
    /// How long it takes at the most.
    let allowance: Duration
    /// The path asked for, and the request's id, which problems name.
    let path: Text
    let requestID: Text
    /// Knows what was sent.
    let calls: CallMeter
    /// Carries it out.
    let perform: @Sendable () async throws(Problem) -> Answer
    /// Asks the vendor whether the same took effect when it was begun at that moment; nothing where no vendor can be
    /// asked.
    let reconcile: (@Sendable (Timestamp) async throws(Problem) -> Reconciled)?

    /// What came of carrying it out, as it is kept.
    func result(of outcome: Result<Answer, Problem>) -> IdempotentAttempt.Result {
        switch outcome {
        case .success(let answer):
            guard answer.standing == .final else { return .release }
            return .keep(phase(answer.response, outcome: answer.response.status.isSuccess ? .applied : nil))
        case .failure(let problem):
            guard problem.isFinal(afterWrites: calls.record.writes) else { return .release }
            let response = problem.response(instance: path, requestID: requestID)
            return .keep(
                phase(response, problem: problem.kind, outcome: problem.outcome ?? .unknown))
        }
    }

    private func phase(
        _ response: Response, problem: ProblemKind? = nil, outcome: WriteOutcome?
    ) -> IdempotencyRecord.Phase {
        KeptAnswer(response, problem: problem, outcome: outcome).map { .finished($0) }
            ?? .finishedWithoutAnswer(outcome ?? .unknown)
    }
}

/// What a vendor says of a write whose answer was lost.
enum Reconciled: Sendable {
    /// It took effect, and this would have been the answer.
    case applied(Answer)
    /// It surely did not.
    case absent
    /// The vendor cannot tell.
    case unclear

    /// The same as an attempt takes it in.
    var finding: IdempotentAttempt.Finding {
        switch self {
        case .applied(let answer):
            KeptAnswer(answer.response, outcome: .applied).map { .applied($0) } ?? .unclear
        case .absent: .absent
        case .unclear: .unclear
        }
    }
}

extension Problem {
    /// Whether the same request is answered with it from now on. What may pass, or was refused before the vendor was
    /// asked, is no answer for a day: nothing was done, and the app may send the same again.
    ///
    /// - Parameter writes: How many calls that write were made.
    fileprivate func isFinal(afterWrites writes: Int) -> Bool {
        switch outcome {
        case .unknown, .applied: return true
        case nil: return writes > 0
        case .notApplied: break
        }
        switch kind {
        case .vendorRejected, .notFound, .conflict, .validation: return vendorError != nil
        default: return false
        }
    }

    /// What a request gets that is neither carried out nor answered with what was kept.
    init(_ refusal: IdempotencyRefusal) {
        switch refusal {
        case .running:
            self.init(
                .conflict, "The first request with this Idempotency-Key is still under way.",
                retryAfter: .seconds(1))
            isRetriable = true
        case .mismatch:
            self.init(
                .idempotencyMismatch,
                "The Idempotency-Key was sent before with another method, path, query or body.")
        case .unknown:
            self.init(
                .conflict,
                "A request with this Idempotency-Key was begun, and nobody knows what became of it.")
            outcome = .unknown
        case .tooLarge(let outcome):
            self.init(
                .conflict,
                "The request with this Idempotency-Key was answered; the answer was too large to be kept.")
            self.outcome = outcome
        case .unreadable:
            self.init(.conflict, "What is stored of this Idempotency-Key cannot be read.")
            outcome = .unknown
        case .storeFails:
            self.init(
                .overloaded,
                "The store of idempotency keys cannot be used, and nothing is sent without it.",
                retryAfter: .seconds(1))
            outcome = .notApplied
        }
        if kind == .conflict { origin = .gateway }
    }
}
