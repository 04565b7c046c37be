import HTTPCore
import Primitives

/// What somebody learns who waited for another's read.
enum FlightLanding: Sendable {
    /// The answer is there.
    case answered(SharedAnswer)
    /// It failed by what is the vendor's.
    case failed(Problem)
    /// Its leader failed by what is its own: this one makes the calls now.
    case lead(FlightTicket)
    /// It was over before the wait began.
    case gone
    /// It waits for the vendor's quota longer than this one is willing to.
    case impatient
    /// This one's time is over.
    case late
    /// This one's client went away.
    case cancelled
}

/// An answer for several at once.
struct SharedAnswer: Sendable {
    /// The answer.
    let answer: Answer
    /// The tag of its body.
    let tag: EntityTag
    /// How long it is kept, if it is.
    var lifetime: Duration?
}

/// A request that waits for another's read.
///
/// `@unchecked Sendable`: its state is touched under the cache's lock alone.
final class FlightWaiter: @unchecked Sendable {
    typealias Continuation = CheckedContinuation<FlightLanding, Never>

    enum State {
        case fresh
        case waiting(Continuation, place: Int)
        case over
    }

    /// What is asked.
    let key: CacheKey
    /// Which flight is waited for.
    let flight: UInt64
    /// How long it may wait, and what it goes before.
    let calls: CallMeter
    var state = State.fresh

    init(_ key: CacheKey, flight: UInt64, _ calls: CallMeter) {
        self.key = key
        self.flight = flight
        self.calls = calls
    }

    /// Whether it waits.
    var isWaiting: Bool { if case .waiting = state { true } else { false } }
}

/// When to look whether a request that waits still may.
struct WaiterAlarm: Comparable, Sendable {
    let moment: Instant
    let waiter: FlightWaiter

    static func < (left: WaiterAlarm, right: WaiterAlarm) -> Bool { left.moment < right.moment }
    static func == (left: WaiterAlarm, right: WaiterAlarm) -> Bool { left.moment == right.moment }
}
