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
        /// `request_timeout`: how long a request may take, with all its calls and all that they wait for; what
        /// it asks to wait by `Prefer: wait` comes on top.
        public var requestTimeout = Duration.seconds(30)

        /// The defaults.
        public init() {}
    }

    /// `store`: where tokens, quota history and idempotency records live.
    public enum Store: Equatable, Sendable {
        /// `kind: sqlite`. The database at `path` (relative to the working directory), its secrets sealed
        /// with `key` when there is one.
        case sqlite(path: String, key: SealingKey?)
        /// `kind: memory`: nothing survives a restart.
        case memory

        /// The default of `path`.
        public static let defaultPath = "var/cx-gateway.db"

        /// What secrets in the store are sealed with, if they are.
        var key: SealingKey? {
            switch self {
            case .sqlite(_, let key): key
            case .memory: nil
            }
        }
    }

    /// `key`: 32 bytes that secrets in the store are sealed with, in base64 or hexadecimal. It prints as
    /// `[redacted]`.
    public struct SealingKey: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
        /// How many bytes it has.
        public static let length = 32
        let bytes: [UInt8]

        /// Reads a key; nothing when it is not of that length, or neither hexadecimal nor base64 (RFC 4648,
        /// either alphabet). White space behind it, as at a file's end, does not count.
        public init?(_ text: String) {
            let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
            let text = Text(String(text[..<end]))
            let bytes = Hexadecimal.bytes(of: text) ?? Base64URL.decode(Self.urlAlphabet(text))
            guard let bytes, bytes.count == Self.length else { return nil }
            self.bytes = bytes
        }

        private static func urlAlphabet(_ text: Text) -> Text {
            var rest = text.string[...]
            while rest.hasSuffix("=") { rest = rest.dropLast() }
            return Text(String(rest.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }))
        }

        /// Whether both are the same, in a time that says nothing of where they differ.
        public static func == (left: Self, right: Self) -> Bool { Digest.matches(left.bytes, right.bytes) }

        /// `[redacted]`
        public var description: String { "[redacted]" }
        /// Nothing to look into.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }
}
