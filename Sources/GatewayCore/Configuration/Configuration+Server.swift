public import Primitives

extension Configuration {
    /// `server`: listeners and what a client may do to them.
    public struct Server: Equatable, Sendable {
        /// `listen`: where the API is served.
        public var listen = SocketAddress(host: .loopback, port: 8080)
        /// `admin`: where `/metrics` is served.
        public var admin = SocketAddress(host: .loopback, port: 9090)
        /// `loops`: event loops, each a thread; 0 for one a core.
        public var loops = 0
        /// `max_body`: the longest request body, in bytes.
        public var maximumBody = 1 << 20
        /// `max_connections`: open client connections in the whole process.
        public var maximumConnections = 10_000
        /// `header_timeout`: from a request's first byte to the end of its headers.
        public var headerTimeout = Duration.seconds(10)
        /// `idle_timeout`: how long a connection may wait for its next request.
        public var idleTimeout = Duration.seconds(75)

        /// The defaults.
        public init() {}
    }

    /// `store`: where tokens, quota history and idempotency records live.
    public enum Store: Equatable, Sendable {
        /// `kind: sqlite`. The database at `path` (relative to the working directory), its secrets sealed
        /// with `key` when there is one: at least ``minimumKeyLength`` bytes.
        case sqlite(path: String, key: Secret?)
        /// `kind: memory`: nothing survives a restart.
        case memory

        /// The default of `path`.
        public static let defaultPath = "var/cx-gateway.db"
        /// The shortest `key`, in bytes.
        public static let minimumKeyLength = 32
    }
}
