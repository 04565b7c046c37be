import Primitives

/// How a quota, or all that a connection's calls spend, stands at one moment.
public struct QuotaSnapshot: Sendable, Equatable {
    /// One window calls are counted in.
    public struct Window: Sendable, Equatable {
        /// What the vendor counts by.
        public var key: Configuration.QuotaWindow.Key
        /// How many calls it may hold.
        public var limit: Int
        /// How long it is by the vendor's word, without the margin.
        public var window: Duration
        /// How many calls it holds, others' included.
        public var used: Int
        /// How many more calls it would take now; none while the vendor takes no calls at all.
        public var left: Int
        /// How long it is until it is empty when no more calls are made.
        public var resetsIn: Duration
    }

    /// What one consumer has of the quota.
    public struct Consumer: Sendable, Equatable {
        /// The consumer's name.
        public var name: String
        /// Its calls within the longest window.
        public var used: Int
        /// How many of its calls wait.
        public var waiting: Int
    }

    /// The windows, in the order of the configuration.
    public var windows: [Window] = []
    /// How many calls wait for a slot.
    public var waiting = 0
    /// How long a call that came now would wait behind them; zero when it could go at once.
    public var nextSlotIn = Duration.zero
    /// The consumers that have calls in the longest window, or waiting, by name.
    public var consumers: [Consumer] = []

    /// Adds what another quota of the same connection says: a call needs a slot in both.
    mutating func merge(_ other: QuotaSnapshot) {
        windows += other.windows
        waiting += other.waiting
        nextSlotIn = max(nextSlotIn, other.nextSlotIn)
        for consumer in other.consumers {
            if let index = consumers.firstIndex(where: { $0.name == consumer.name }) {
                consumers[index].used = max(consumers[index].used, consumer.used)
                consumers[index].waiting += consumer.waiting
            } else {
                consumers.append(consumer)
            }
        }
        consumers.sort { $0.name < $1.name }
    }
}
