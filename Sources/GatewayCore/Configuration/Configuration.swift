public import Primitives

/// What an operator decides: the whole of `gateway.yaml`, checked and with every default filled in.
///
/// Each field is one key of the file; `Configuration/gateway.yaml` says them all with their defaults.
public struct Configuration: Equatable, Sendable {
    /// `server`: listeners and what a client may do to them.
    public var server = Server()
    /// `store`: where tokens, quota history and idempotency records live.
    public var store = Store.sqlite(path: Store.defaultPath, key: nil)
    /// `limits`: what all callers share.
    public var limits = Limits()
    /// `proxies`: peers whose `X-Forwarded-For` counts; none by default.
    public var proxies: [AddressRange] = []
    /// `consumers`: who may call, at least one.
    public var consumers: [Consumer] = []
    /// `connections`: the accounts at the vendors, at least one, in the file's order.
    public var connections: [Connection] = []
    /// `log`: what is written to standard error.
    public var log = Log()
    /// `cache`: the response cache.
    public var cache = Cache()

    /// A configuration with every default, no consumer and no connection.
    public init() {}
}

extension Configuration {
    /// So many calls in any window of that length.
    public struct RateLimit: Hashable, Sendable {
        /// How many calls, at least 1.
        public var limit: Int
        /// The window's length.
        public var window: Duration

        /// `limit` calls in any `window`.
        public init(limit: Int, window: Duration) {
            self.limit = limit
            self.window = window
        }
    }

    /// `limits`: what all callers share.
    public struct Limits: Equatable, Sendable {
        /// `per_ip`: the calls of one client address; unlimited by default.
        public var perIP: RateLimit?
        /// `in_flight`: requests at work at once in the whole process; one more is answered 503.
        public var inFlight = 2048

        /// The defaults.
        public init() {}
    }

    /// `log`: what is written to standard error.
    public struct Log: Equatable, Sendable {
        /// How a line is written.
        public enum Format: String, CaseIterable, Sendable {
            /// Text on a terminal, else JSON.
            case auto
            /// An object a line.
            case json
            /// For people.
            case text
        }

        /// The least important messages that are written.
        public enum Level: String, CaseIterable, Comparable, Sendable {
            /// Everything.
            case debug
            /// What happens in the ordinary course of things.
            case info
            /// What an operator should look at some time.
            case warning
            /// What an operator should look at now.
            case error

            /// Whether `left` matters less.
            public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

            private var rank: Int {
                switch self {
                case .debug: 0
                case .info: 1
                case .warning: 2
                case .error: 3
                }
            }
        }

        /// `access`: whether every request is written.
        public var access = true
        /// `format`: how a line is written.
        public var format = Format.auto
        /// `level`: the least important messages that are written.
        public var level = Level.info

        /// The defaults.
        public init() {}
    }

    /// `cache`: the response cache.
    public struct Cache: Equatable, Sendable {
        /// `max_bytes`: how much it may hold, in bytes; 0 keeps nothing.
        public var maximumBytes = 64 << 20

        /// The defaults.
        public init() {}
    }
}
