import Primitives

extension Configuration {
    /// One of `connections`: an account at a vendor.
    public struct Connection: Equatable, Sendable {
        /// `name`: `[a-z][a-z0-9_-]{0,63}`, unlike every other connection's; the first part of its ids.
        public var name: String
        /// `vendor`: one of the catalog's names.
        public var vendor: String
        /// `base_url`, `base_urls` and the vendor's defaults: every host of the vendor by its name.
        public var baseURLs: [String: BaseURL]
        /// `credentials`: the keys the vendor asks for, none of them empty or with a control character.
        public var credentials: [String: Secret]
        /// `quota`: what the vendor allows, instead of its documented default; empty when it has none.
        public var quota: [QuotaWindow]
        /// `cache`: lifetimes of answers by operation, over the adapter's; zero keeps none.
        public var cacheLifetimes: [String: Duration] = [:]
        /// `max_in_flight`: calls to the vendor at once.
        public var maximumInFlight = 256
        /// `timezone`: the zone of times without one and of day boundaries (IANA name).
        public var timeZone: Zone
        /// `hook_secret`: the last part of the path the vendor's webhooks come to; 16 bytes at least.
        public var hookSecret: Secret?
        /// `timeouts`: how long a call to the vendor may take.
        public var timeouts = Timeouts()
        /// `booking_channel_id`: the channel of appointments that name none.
        public var bookingChannelID = 1

        /// A connection with the defaults of every vendor.
        public init(
            name: String,
            vendor: String,
            baseURLs: [String: BaseURL],
            credentials: [String: Secret],
            quota: [QuotaWindow] = [],
            timeZone: Zone = .utc
        ) {
            self.name = name
            self.vendor = vendor
            self.baseURLs = baseURLs
            self.credentials = credentials
            self.quota = quota
            self.timeZone = timeZone
        }
    }

    /// One of a connection's `quota`: so many calls in any window of that length.
    public struct QuotaWindow: Hashable, Sendable {
        /// What the vendor counts by.
        public enum Key: String, CaseIterable, Sendable {
            /// The account.
            case credential
            /// The address calls leave from, whatever connection they belong to.
            case egress
        }

        /// `limit`: how many calls, at least 1.
        public var limit: Int
        /// `window`: the window's length.
        public var window: Duration
        /// `key`: what is counted by; the account by default.
        public var key: Key
        /// `margin`: what the window is lengthened by, for jitter on the way.
        public var margin: Duration

        /// `limit` calls in any `window`.
        public init(limit: Int, window: Duration, key: Key = .credential, margin: Duration = .seconds(1)) {
            self.limit = limit
            self.window = window
            self.key = key
            self.margin = margin
        }
    }

    /// `timeouts`: how long a call to a vendor may take.
    public struct Timeouts: Hashable, Sendable {
        /// `connect`: until the connection and its TLS stand.
        public var connect = Duration.seconds(3)
        /// `first_byte`: until the answer begins, from the call's begin.
        public var firstByte = Duration.seconds(20)
        /// `total`: until the answer is whole, from the call's begin.
        public var total = Duration.seconds(30)

        /// The defaults.
        public init() {}
    }
}
