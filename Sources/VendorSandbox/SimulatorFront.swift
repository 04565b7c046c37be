import HTTPCore
import Primitives
import Synchronization

/// What every request to a simulator passes first: the limit, then the planned faults.
///
/// It counts by what its vendor counts by, an address or a token.
final class SimulatorFront<Key: Hashable & Sendable>: Sendable {
    /// The faults to come.
    let faults: FaultPlan

    private struct Counts {
        var faults = 0
        var tokenCalls = 0
        var answers: [Int: Int] = [:]
    }

    private let limiter: Mutex<RequestLimiter<Key>>
    private let counts = Mutex(Counts())
    private let time: any TimeSource
    private let tokenPath: Text?
    private let observer: ExchangeObserver?

    /// A front.
    ///
    /// - Parameter tokenPath: The path of the call that gets tokens, where there is one.
    init(
        time: any TimeSource, limit: SimulatedLimit?, faults: FaultPlan, observer: ExchangeObserver?,
        tokenPath: Text? = nil
    ) {
        self.time = time
        self.faults = faults
        self.observer = observer
        self.tokenPath = tokenPath
        limiter = Mutex(RequestLimiter(limit))
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - key: What the request is counted by.
    ///   - refusal: The answer past the limit.
    ///   - revoke: Ends the token that the request carries, for a fault that wants it.
    ///   - answer: The answer otherwise; it takes effect.
    func respond(
        to request: Request, countedBy key: Key, refusal: @autoclosure () -> Response, revoke: () -> Void,
        answer: () -> Response
    ) async -> Response {
        let (arrived, isAdmitted) = admit(key)
        if let tokenPath, request.path == tokenPath { counts.withLock { $0.tokenCalls += 1 } }
        let response = isAdmitted ? await answerOrFail(request, revoke, answer) : refusal()
        let status = response.status
        counts.withLock { $0.answers[status.code, default: 0] += 1 }
        observer?(Exchange(request: request, arrived: arrived, status: status))
        return response
    }

    private func answerOrFail(
        _ request: Request, _ revoke: () -> Void, _ answer: () -> Response
    ) async -> Response {
        guard let fault = faults.take(for: request) else { return answer() }
        counts.withLock { $0.faults += 1 }
        if case .revoked = fault.answer { revoke() }
        return await fault.respond(answer)
    }

    /// Counts the request. The clock is read under the lock, so that arrivals are counted in their order.
    private func admit(_ key: Key) -> (arrived: Instant, isAdmitted: Bool) {
        limiter.withLock { limiter in
            let now = time.now
            return (now, limiter.admit(key, at: now))
        }
    }
}

extension SimulatorFront {
    /// What was counted, all together.
    var statistics: SimulatorStatistics {
        var statistics = limiter.withLock { $0.summary() }
        counts.withLock { counts in
            statistics.faults = counts.faults
            statistics.tokenCalls = counts.tokenCalls
            statistics.answers = counts.answers
        }
        return statistics
    }

    /// What was counted of one.
    func statistics(of key: Key) -> RequestStatistics { limiter.withLock { $0.statistics(of: key) } }

    /// Those that were counted.
    var seen: [Key] { limiter.withLock { $0.seen } }

    /// Holds to another limit from now on, and counts anew.
    func changeLimit(toCount count: Int, in window: Duration) {
        reset([.statistics])
        limiter.withLock { $0.change(toCount: count, in: window) }
    }

    /// Forgets what was counted, lifts the blocks, and takes the faults away, as far as the parts say.
    func reset(_ parts: Set<SimulatorPart>) {
        if parts.contains(.faults) { faults.clear() }
        guard parts.contains(.statistics) else { return }
        limiter.withLock { $0.reset() }
        counts.withLock { $0 = Counts() }
    }
}
