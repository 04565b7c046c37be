import Primitives

/// How many requests an address may make.
public struct AddressLimit: Sendable, Equatable {
    /// How many requests any window may hold.
    public var count: Int
    /// How long a window is. Requests that lie just this far apart share no window.
    public var window: Duration
    /// How long an address that made one more is refused everything, counted from that request.
    public var block: Duration

    /// A limit of these parts.
    public init(count: Int, window: Duration, block: Duration) {
        precondition(count > 0 && window > .zero, "a limit admits something in some time")
        (self.count, self.window, self.block) = (count, window, block)
    }
}

/// What an address did so far.
public struct AddressStatistics: Sendable, Equatable {
    /// How many requests came, those refused while blocked included.
    public internal(set) var requests = 0
    /// When the latest of them came, the oldest first; past 200,000 the older half goes.
    public internal(set) var times: [Instant] = []
    /// The most requests that any window of the limit's length held.
    public internal(set) var mostInAnyWindow = 0
    /// When each block began.
    public internal(set) var blocks: [Instant] = []
    /// Until when everything is refused, while it is.
    public internal(set) var blockedUntil: Instant?
}

/// Counts requests by address over an exact sliding window, and blocks an address that exceeds its limit.
///
/// A blocked address's requests are seen by the statistics but neither lengthen the block nor count
/// afterwards: behind the block the address begins anew.
struct AddressLimiter: Sendable {
    private static let timesKept = 100_000
    private let limit: AddressLimit?
    private let window: Duration
    private var addresses: [IPAddress: Address] = [:]

    private struct Address {
        var statistics = AddressStatistics()
        /// Everything that arrived within a window of the latest arrival.
        var arrivals = InstantQueue()
        /// The same, of what counts against the limit.
        var counted = InstantQueue()
    }

    /// A limiter; without a limit it counts in windows of a minute and refuses nothing.
    init(_ limit: AddressLimit?) {
        self.limit = limit
        window = limit?.window ?? .seconds(60)
    }

    /// Counts a request; whether it may pass.
    mutating func admit(_ address: IPAddress, at now: Instant) -> Bool {
        admit(&addresses[address, default: Address()], at: now)
    }

    /// What that address did.
    func statistics(of address: IPAddress) -> AddressStatistics {
        addresses[address]?.statistics ?? AddressStatistics()
    }

    /// The addresses that were seen.
    var seen: [IPAddress] { Array(addresses.keys) }

    /// Forgets every address.
    mutating func reset() { addresses = [:] }

    private func admit(_ address: inout Address, at now: Instant) -> Bool {
        record(now, of: &address)
        guard let limit else { return true }
        if let end = address.statistics.blockedUntil {
            if now < end { return false }
            address.statistics.blockedUntil = nil
        }
        address.counted.append(now, keeping: window)
        guard address.counted.count > limit.count else { return true }
        address.statistics.blocks.append(now)
        address.statistics.blockedUntil = now + limit.block
        address.counted = InstantQueue()
        return false
    }

    private func record(_ now: Instant, of address: inout Address) {
        address.arrivals.append(now, keeping: window)
        address.statistics.requests += 1
        address.statistics.times.append(now)
        if address.statistics.times.count > Self.timesKept * 2 {
            address.statistics.times.removeFirst(Self.timesKept)
        }
        address.statistics.mostInAnyWindow = max(
            address.statistics.mostInAnyWindow, address.arrivals.count)
    }
}

/// Instants in their order, forgotten from the front.
private struct InstantQueue: Sendable {
    private var instants: [Instant] = []
    private var first = 0

    var count: Int { instants.count - first }

    /// Adds one and forgets those that lie `window` or more before it.
    mutating func append(_ instant: Instant, keeping window: Duration) {
        instants.append(instant)
        while instants[first] + window <= instant { first += 1 }
        if first > 1024 && first * 2 > instants.count {
            instants.removeFirst(first)
            first = 0
        }
    }
}
