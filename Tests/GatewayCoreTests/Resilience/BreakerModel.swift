import Primitives

@testable import GatewayCore

/// What a breaker should do, written down as plainly as it can be: every call is remembered.
struct BreakerModel {
    enum Phase: Equatable {
        case closed
        case open(until: Instant)
        case probing
    }

    /// A call that was let go, and how often the breaker had changed by then.
    struct Call {
        let changes: Int
    }

    private(set) var phase = Phase.closed
    private(set) var changes = 0
    /// How often in a row it has opened.
    private var openings = 0
    private var calls: [(moment: Instant, failed: Bool)] = []

    func state(at now: Instant) -> Breaker.State {
        switch phase {
        case .closed: .closed
        case .open(let end): now < end ? .open : .halfOpen
        case .probing: .halfOpen
        }
    }

    mutating func admit(at now: Instant) -> Call? {
        switch phase {
        case .closed: break
        case .open(let end) where now < end: return nil
        case .open: change(.probing)
        case .probing: return nil
        }
        return Call(changes: changes)
    }

    mutating func end(_ call: Call, _ outcome: Breaker.Outcome, at now: Instant) {
        guard call.changes == changes, outcome != .untold || phase == .probing else { return }
        switch phase {
        case .open: break
        case .probing:
            switch outcome {
            case .answered:
                openings = 0
                calls = []
                change(.closed)
            case .failed: open(at: now)
            case .untold: change(.open(until: now))
            }
        case .closed:
            calls.append((now, outcome == .failed))
            let half = Int64(500_000_000)
            let recent = calls.filter { now.nanoseconds / half - $0.moment.nanoseconds / half < 20 }
            if recent.count >= 20, 2 * recent.count(where: \.failed) >= recent.count { open(at: now) }
        }
    }

    private mutating func open(at now: Instant) {
        change(.open(until: now + .seconds(min(1 << min(openings, 10), 60))))
        openings += 1
    }

    private mutating func change(_ phase: Phase) {
        self.phase = phase
        changes += 1
    }
}
