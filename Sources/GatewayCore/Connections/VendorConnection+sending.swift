import HTTPCore
import HTTPUpstream
import Primitives
import VendorKit

// What stands between a call that has its slots and what is made of its answer.

extension VendorConnection {
    /// A call that was made, before anything is concluded from it.
    struct SentCall {
        let outcome: Result<UpstreamResponse, UpstreamError>
        fileprivate let pass: Breaker.Pass
        fileprivate let isRetry: Bool
        fileprivate let start: Instant
        fileprivate let end: Instant
        /// How long the vendor was given.
        fileprivate let allowance: Duration
    }

    /// What came of a call.
    enum Judgement<Value> {
        case answered(Value)
        case refused(Refusal)
        case lost(UpstreamError)
    }

    /// The shortest time that a vendor which did not use it is judged by: one that got less because the request's
    /// time had run down may be well.
    static let fairAllowance = Duration.seconds(1)

    /// Refuses a call at once while the vendor does not answer, or takes none.
    func checkHealth() throws(Problem) {
        if let objection = health.objection(at: now) { throw Problem(objection) }
    }

    /// Sends a call that there are slots for, and gives what came back whatever it is.
    ///
    /// - Throws: A ``Problem`` when the call was not made; its slots are given back then.
    func send(
        _ request: VendorRequest, _ authorization: Authorization, _ slots: QuotaSlots, _ calls: CallMeter,
        isRetry: Bool
    ) async throws(Problem) -> SentCall {
        var request = request
        authorize(&request, authorization)
        let others = inFlight.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { inFlight.wrappingSubtract(1, ordering: .relaxed) }
        let start = now
        let (pass, left) = try admit(slots, calls, others: others, at: start)
        let outcome: Result<UpstreamResponse, UpstreamError>
        do {
            outcome = .success(try await transport.send(upstream(request, within: left)))
        } catch {
            outcome = .failure(error)
        }
        let end = now
        let writes = isWrite(request) ? 1 : 0
        calls.update {
            $0.upstream += end - start
            $0.writes += writes
        }
        return SentCall(
            outcome: outcome, pass: pass, isRetry: isRetry, start: start, end: end, allowance: left)
    }

    /// The last looks before a call goes: whether there is room for it, time for it, and a vendor that answers.
    private func admit(
        _ slots: QuotaSlots, _ calls: CallMeter, others: Int, at now: Instant
    ) throws(Problem) -> (Breaker.Pass, left: Duration) {
        let problem: Problem
        if others >= maximumInFlight {
            problem = .tooManyCalls(maximumInFlight)
        } else if let left = calls.left(at: now) {
            switch health.admit(at: now) {
            case .pass(let pass):
                calls.update { $0.calls += 1 }
                return (pass, left)
            case .refused(let objection): problem = Problem(objection)
            }
        } else {
            problem = .outOfTime
        }
        slots.giveBack()
        throw problem
    }

    /// Reads an answer, and keeps what it says of the vendor's health.
    func judge<Value>(
        _ sent: SentCall, _ read: (UpstreamResponse) throws(Problem) -> Attempt<Value>
    ) throws(Problem) -> Judgement<Value> {
        switch sent.outcome {
        case .success(let response):
            let attempt: Attempt<Value>
            do {
                attempt = try read(response)
            } catch {
                conclude(sent, .answered)
                throw error
            }
            switch attempt {
            case .answered(let value):
                conclude(sent, .answered)
                return .answered(value)
            case .refused(let refusal):
                conclude(sent, refusal.failure.kind == .serverError ? .failed : .answered)
                return .refused(refusal)
            }
        case .failure(let error):
            conclude(sent, outcome(of: error, sent))
            return .lost(error)
        }
    }

    private func outcome(of error: UpstreamError, _ sent: SentCall) -> Breaker.Outcome {
        if case .timedOut = error.cause, sent.allowance < Self.fairAllowance { return .untold }
        return error.cause.outcome
    }

    private func conclude(_ sent: SentCall, _ outcome: Breaker.Outcome) {
        health.end(sent.pass, outcome, after: sent.end - sent.start, isRetry: sent.isRetry, at: sent.end)
    }

    /// Pauses before a call is made again, unless nobody waits for it any more.
    func rest(for pause: Duration) async throws(Problem) {
        await transport.pause(for: pause)
        if Task.isCancelled { throw .givenUp }
    }

    /// How long to pause before a call is made again; nothing when it is not. What would be refused is not
    /// waited for: the failure that is known says more.
    func pause(
        _ plan: inout RetryPlan, after failure: RetryPlan.Failure?, _ calls: CallMeter
    ) -> Duration? {
        let now = self.now
        guard let failure, let left = calls.left(at: now),
            let pause = plan.pause(after: failure, left: left, jitter: jitter()),
            health.objection(at: now) == nil, !isRefusedByQuotas(calls.caller(at: now)),
            health.spendRetry(at: now)
        else { return nil }
        return pause
    }
}

extension VendorConnection.Refusal {
    /// When the vendor says to come back.
    var retryAfter: Duration? {
        VendorAnswer(status: response.status, fields: response.fields, document: nil).retryAfter
    }

    /// What a retry is decided by; nothing for a refusal that another attempt would meet as well.
    var retryFailure: RetryPlan.Failure? {
        failure.kind == .serverError ? .brokeDown(retryAfter: retryAfter) : nil
    }
}

extension UpstreamTimeouts {
    /// These bounds, none longer than `left`.
    func within(_ left: Duration) -> UpstreamTimeouts {
        UpstreamTimeouts(
            connect: min(connect, left), firstByte: min(firstByte, left), total: min(total, left))
    }
}
