extension Configuration {
    /// One of `consumers`: an app that may call.
    public struct Consumer: Equatable, Sendable {
        /// `name`: `[a-z][a-z0-9_-]{0,63}`, unlike every other consumer's.
        public var name: String
        /// The SHA-256 of `key`, or `key_sha256` itself: 32 bytes, unlike every other consumer's. The key is
        /// not kept.
        public var keyDigest: [UInt8]
        /// `scopes`: what it may do, at least one.
        public var scopes: [Scope]
        /// `weight`: its share when callers queue for a vendor, against the others' weights.
        public var weight = 1
        /// `limit`: how much it may call; unlimited by default.
        public var limit: RateLimit?

        /// A consumer of weight 1 without a limit.
        public init(name: String, keyDigest: [UInt8], scopes: [Scope]) {
            self.name = name
            self.keyDigest = keyDigest
            self.scopes = scopes
        }
    }

    /// What a consumer may do.
    public enum Scope: Hashable, Sendable {
        /// `*`: everything.
        case everything
        /// `tickets:read`: every read of a resource.
        case read(String)
        /// `tickets:write`: every write to a resource, reads not included.
        case write(String)

        /// Reads `*`, `resource:read` or `resource:write`; nothing when it is none of them.
        public init?(_ text: String) {
            if text == "*" {
                self = .everything
                return
            }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, ConfigurationName.isWellFormed(String(parts[0])) else { return nil }
            switch parts[1] {
            case "read": self = .read(String(parts[0]))
            case "write": self = .write(String(parts[0]))
            default: return nil
            }
        }

        /// The resource it is about; nothing for `*`.
        public var resource: String? {
            switch self {
            case .everything: nil
            case .read(let resource), .write(let resource): resource
            }
        }
    }
}

extension Configuration.Scope: CustomStringConvertible {
    /// As it is written in the file.
    public var description: String {
        switch self {
        case .everything: "*"
        case .read(let resource): "\(resource):read"
        case .write(let resource): "\(resource):write"
        }
    }
}

/// How consumers, connections and resources are named.
enum ConfigurationName {
    /// `[a-z][a-z0-9_-]{0,63}`
    static func isWellFormed(_ name: String) -> Bool {
        let bytes = name.utf8
        guard bytes.count <= 64, let first = bytes.first, (0x61...0x7A).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "-_".utf8.contains(byte)
        }
    }
}
