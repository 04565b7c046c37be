import Primitives
import UnifiedModel

/// Decides whether calls to a vendor are worth making. No I/O, no clock: every method is told the time and says
/// what to do next.
///
/// Closed, it lets every call pass and counts those that failed. When half of the last ones did it opens: no
/// call passes for a while. Then one may try; as it fares the breaker closes, or opens for twice as long.
struct Breaker: Sendable {
    /// The time whose calls are counted.
    static let window = Duration.seconds(10)
    /// In how many parts that slides.
    static let buckets = 20
    /// How many calls there have to be in it before anything is concluded from them.
    static let minimumCalls = 20
    /// How long it is open at first.
    static let shortestRest = Duration.seconds(1)
    /// How long it is open at most.
    static let longestRest = Duration.seconds(60)

    /// How it stands, as apps see it.
    enum State: Vocabulary {
        case closed, open, halfOpen

        var word: StaticString {
            switch self {
            case .closed: "closed"
            case .open: "open"
            case .halfOpen: "half_open"
            }
        }
    }

    /// Lets one call go. It is given back with what came of the call.
    struct Pass: Sendable, Equatable {
        /// Between which changes of the breaker the call began: one from before the last says nothing of now.
        fileprivate let era: Int

        /// A call that went while nothing had changed since.
        init(era: Int) { self.era = era }
    }

    /// What a call that wants to go is told.
    enum Answer: Sendable, Equatable {
        /// Go, and say how it went.
        case pass(Pass)
        /// Do not; it may be worth it after that long.
        case refused(retryAfter: Duration)
    }

    /// How a call went.
    enum Outcome: Sendable, Equatable {
        /// The vendor answered, whatever it said.
        case answered
        /// It did not answer, or broke down.
        case failed
        /// The call was not made, or given up: it says nothing of the vendor.
        case untold
    }

    private enum Phase: Sendable {
        case closed
        case resting(until: Instant)
        case probing
    }

    /// Counts the changes of the breaker.
    private(set) var era = 0
    private var phase = Phase.closed
    private var rest = Self.shortestRest
    private var recent = RecentCalls(window: Self.window, buckets: Self.buckets)

    /// Whether calls pass without being asked.
    var isClosed: Bool { if case .closed = phase { true } else { false } }

    /// How it stands. With its rest over it is half open, whether or not a call has come that tries.
    func state(at now: Instant) -> State {
        switch phase {
        case .closed: .closed
        case .resting(let end): now < end ? .open : .halfOpen
        case .probing: .halfOpen
        }
    }

    /// How long a call that came now would be refused for; nothing when it would pass.
    func objection(at now: Instant) -> Duration? {
        switch phase {
        case .closed: nil
        case .resting(let end): now < end ? end - now : nil
        case .probing: Self.shortestRest
        }
    }

    /// Asks for a pass. Half open, one call gets it.
    mutating func admit(at now: Instant) -> Answer {
        if let wait = objection(at: now) { return .refused(retryAfter: wait) }
        if case .resting = phase { change(to: .probing) }
        return .pass(Pass(era: era))
    }

    /// Takes a pass back.
    mutating func note(_ outcome: Outcome, of pass: Pass, at now: Instant) {
        guard pass.era == era else { return }
        switch (phase, outcome) {
        case (.closed, .answered): count(failures: 0, at: now)
        case (.closed, .failed): count(failures: 1, at: now)
        case (.probing, .answered):
            rest = Self.shortestRest
            recent.reset()
            change(to: .closed)
        case (.probing, .failed): open(at: now)
        case (.probing, .untold): change(to: .resting(until: now))
        case (.closed, .untold), (.resting, _): break
        }
    }

    private mutating func count(failures: Int, at now: Instant) {
        recent.add(RecentCalls.Count(calls: 1, marked: failures), at: now)
        let count = recent.count(at: now)
        if count.calls >= Self.minimumCalls, 2 * count.marked >= count.calls { open(at: now) }
    }

    private mutating func open(at now: Instant) {
        change(to: .resting(until: now + rest))
        rest = min(rest * 2, Self.longestRest)
    }

    private mutating func change(to phase: Phase) {
        self.phase = phase
        era += 1
    }
}
