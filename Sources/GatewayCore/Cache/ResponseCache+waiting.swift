import HTTPCore
import Primitives

/// Somebody who waits no more, and what for.
struct FlightResumption: Sendable {
    fileprivate let continuation: FlightWaiter.Continuation
    fileprivate let landing: FlightLanding

    /// Lets it go on; not under a lock.
    func resume() { continuation.resume(returning: landing) }
}

extension ResponseCache {
    /// How many alarms of those who went may lie about.
    private static let spareAlarms = 64

    /// Waits for a flight: until it lands, until the request's time or patience is over, or until its client goes
    /// away.
    func landing(of flight: UInt64, _ read: CachedRead) async -> FlightLanding {
        let waiter = FlightWaiter(read.key, flight: flight, read.calls)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(waiter, $0) }
        } onCancel: {
            cancel(waiter)
        }
    }

    private func wait(_ waiter: FlightWaiter, _ continuation: FlightWaiter.Continuation) {
        let now = time.now
        let resumption = state.withLock { state -> FlightResumption? in
            guard case .fresh = waiter.state else {
                return FlightResumption(continuation: continuation, landing: .cancelled)
            }
            guard waiter.calls.left(at: now) != nil else {
                waiter.state = .over
                return FlightResumption(continuation: continuation, landing: .late)
            }
            guard let place = state.flights.join(waiter.key, flight: waiter.flight, waiter) else {
                waiter.state = .over
                return FlightResumption(continuation: continuation, landing: .gone)
            }
            waiter.state = .waiting(continuation, place: place)
            state.waiting += 1
            let patience = now + waiter.calls.caller(at: now).waitAtMost
            state.alarms.push(WaiterAlarm(moment: patience, waiter: waiter))
            if state.alarms.count > 2 * state.waiting + Self.spareAlarms {
                state.alarms.keepAll { $0.waiter.isWaiting }
            }
            setAlarm(&state)
            return nil
        }
        resumption?.resume()
    }

    /// The task that waits was cancelled.
    private func cancel(_ waiter: FlightWaiter) {
        let resumption = state.withLock { state -> FlightResumption? in
            defer { waiter.state = .over }
            return state.leave(waiter, .cancelled)
        }
        resumption?.resume()
    }

    /// The alarm went off: who has no time left goes, and who has waited for the vendor's quota, through another's
    /// call, as long as it would itself.
    func wake() {
        let now = time.now
        let resumptions = state.withLock { state in
            var resumptions: [FlightResumption] = []
            state.wake = nil
            while let next = state.alarms.first, next.moment <= now {
                _ = state.alarms.popFirst()
                let waiter = next.waiter
                guard waiter.isWaiting else { continue }
                let leader = state.flights.leader(waiter.key, flight: waiter.flight)
                if waiter.calls.left(at: now) == nil {
                    if let resumption = state.leave(waiter, .late) { resumptions.append(resumption) }
                } else if leader?.isWaiting ?? false {
                    if let resumption = state.leave(waiter, .impatient) { resumptions.append(resumption) }
                } else {
                    state.alarms.push(WaiterAlarm(moment: waiter.calls.deadline, waiter: waiter))
                }
            }
            setAlarm(&state)
            return resumptions
        }
        for resumption in resumptions { resumption.resume() }
    }

    private func setAlarm(_ state: inout State) {
        guard let next = state.alarms.first?.moment, state.wake.map({ next < $0 }) ?? true else { return }
        state.wake = next
        alarm.withLock { $0?.set(to: next) }
    }
}

extension ResponseCache.State {
    /// Ends the wait of all of these.
    mutating func resumptions(
        of waiters: [FlightWaiter], _ landing: FlightLanding
    ) -> [FlightResumption] {
        waiters.compactMap { end($0, landing) }
    }

    /// Ends the wait of one whose place is taken out already.
    mutating func end(_ waiter: FlightWaiter, _ landing: FlightLanding) -> FlightResumption? {
        guard case .waiting(let continuation, _) = waiter.state else { return nil }
        waiter.state = .over
        waiting -= 1
        return FlightResumption(continuation: continuation, landing: landing)
    }

    /// Ends the wait of one, and takes its place out.
    fileprivate mutating func leave(
        _ waiter: FlightWaiter, _ landing: FlightLanding
    ) -> FlightResumption? {
        guard case .waiting(_, let place) = waiter.state else { return nil }
        flights.leave(waiter.key, flight: waiter.flight, place: place)
        return end(waiter, landing)
    }
}
