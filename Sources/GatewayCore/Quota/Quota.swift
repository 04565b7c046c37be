import Primitives
import Synchronization

/// The windows that one set of calls is counted in, shared by every connection whose calls the vendor
/// counts together.
///
/// A call asks for a slot right before it is sent. A slot that is granted is spent, whatever becomes of
/// the call: only the vendor knows whether it counted it.
public final class Quota: Sendable {
    /// What came of asking for a slot.
    public enum Decision: Sendable, Equatable {
        /// The call may go now.
        case granted
        /// It would pass the vendor's limit; another may go after that long.
        case exhausted(retryAfter: Duration)
        /// The vendor refuses every call for that long.
        case blocked(retryAfter: Duration)
    }

    private struct State {
        var windows: [SlidingWindow]
        var blockedUntil: Instant?

        mutating func decide(at now: Instant) -> Decision {
            if let end = blockedUntil {
                if now < end { return .blocked(retryAfter: end - now) }
                blockedUntil = nil
            }
            var wait = Duration.zero
            for index in windows.indices { wait = max(wait, windows[index].wait(at: now)) }
            return wait == .zero ? .granted : .exhausted(retryAfter: wait)
        }
    }

    private let state: Mutex<State>

    private let key: Configuration.QuotaWindow.Key

    /// A quota of these windows.
    ///
    /// - Parameter key: What the vendor counts by.
    public init(_ windows: [SlidingWindow], key: Configuration.QuotaWindow.Key = .credential) {
        self.key = key
        state = Mutex(State(windows: windows))
    }

    /// Holds calls to another window as well. Part of putting a gateway together, before any call.
    func add(_ window: SlidingWindow) {
        state.withLock { $0.windows.append(window) }
    }

    /// Spends a slot in every window, or in none.
    public func take(at now: Instant) -> Decision {
        state.withLock { state in
            let decision = state.decide(at: now)
            guard decision == .granted else { return decision }
            for index in state.windows.indices { state.windows[index].record(at: now) }
            return .granted
        }
    }

    /// What ``take(at:)`` would say at `now`. Nothing is spent.
    public func decision(at now: Instant) -> Decision {
        state.withLock { $0.decide(at: now) }
    }

    /// Refuses every call for that long, because the vendor does.
    public func block(for length: Duration, at now: Instant) {
        state.withLock { state in
            let end = now + length
            state.blockedUntil = max(state.blockedUntil ?? end, end)
        }
    }

    /// Whether the vendor refuses every call at `now`.
    public func isBlocked(at now: Instant) -> Bool {
        state.withLock { state in state.blockedUntil.map { now < $0 } ?? false }
    }

    /// How many more calls may go at `now`.
    public func left(at now: Instant) -> Int {
        state.withLock { state in
            if let end = state.blockedUntil, now < end { return 0 }
            var left = Int.max
            for index in state.windows.indices {
                left = min(left, state.windows[index].limit - state.windows[index].used(at: now))
            }
            return left
        }
    }

    /// The window that has the least left at `now`; nothing when there is none.
    func standing(at now: Instant) -> QuotaStanding? {
        state.withLock { state in
            let wait: Duration
            switch state.decide(at: now) {
            case .granted: wait = .zero
            case .exhausted(let length), .blocked(let length): wait = length
            }
            let isBlocked = state.blockedUntil != nil
            var least: QuotaStanding?
            for index in state.windows.indices {
                let used = state.windows[index].used(at: now)
                let window = state.windows[index]
                let standing = QuotaStanding(
                    limit: window.limit, window: window.window,
                    left: isBlocked ? 0 : max(0, window.limit - used), nextSlotIn: wait)
                least = least.map { min($0, standing) } ?? standing
            }
            return least
        }
    }

    /// How the quota stands at `now`.
    public func snapshot(at now: Instant) -> QuotaSnapshot {
        state.withLock { state in
            var snapshot = QuotaSnapshot()
            let isBlocked = state.blockedUntil.map { now < $0 } ?? false
            for index in state.windows.indices {
                let window = state.windows[index]
                let used = state.windows[index].used(at: now)
                snapshot.windows.append(
                    QuotaSnapshot.Window(
                        key: key, limit: window.limit, window: window.window, used: used,
                        left: isBlocked ? 0 : window.limit - used,
                        resetsIn: state.windows[index].reset(at: now)))
            }
            switch state.decide(at: now) {
            case .granted: break
            case .exhausted(let wait), .blocked(let wait): snapshot.nextSlotIn = wait
            }
            return snapshot
        }
    }
}
