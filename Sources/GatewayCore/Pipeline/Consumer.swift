import HTTPCore
import Primitives

/// An app that may call, and what it has left of its own limit.
struct Consumer: Sendable {
    /// What the operator says of it.
    let configuration: Configuration.Consumer
    private let limit: RequestLimit?

    /// A consumer that has made no request yet.
    init(_ configuration: Configuration.Consumer) {
        self.configuration = configuration
        limit = configuration.limit.map(RequestLimit.init)
    }

    /// Its name.
    var name: String { configuration.name }

    /// Refuses what its scopes do not cover.
    func check(_ scope: Configuration.Scope) throws(Problem) {
        guard configuration.scopes.contains(.everything) || configuration.scopes.contains(scope) else {
            throw Problem(.forbidden, "The consumer '\(name)' lacks the scope \(scope).")
        }
    }

    /// Counts a request against its own limit, if it has one.
    func spend(at now: Instant) throws(Problem) {
        guard let limit, let configured = configuration.limit, let wait = limit.spend(at: now) else { return }
        throw Problem.rateLimited("The consumer '\(name)'", configured, retryAfter: wait)
    }
}

/// The apps that may call, by the digest of their keys. Built once, at start.
struct ConsumerTable: Sendable {
    /// By the first eight bytes of the digest, which is all that is hashed of it.
    private let byPrefix: [UInt64: [Consumer]]

    /// A table of the configured consumers.
    init(_ consumers: [Configuration.Consumer]) {
        byPrefix = Dictionary(grouping: consumers.map(Consumer.init)) {
            Self.prefix($0.configuration.keyDigest)
        }
    }

    private static func prefix(_ digest: [UInt8]) -> UInt64 {
        digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whose key a request carries.
    ///
    /// The key is hashed before it is looked up, so the time that takes says nothing of the keys there
    /// are; the digests are then compared in constant time.
    func consumer(of request: Request) throws(Problem) -> Consumer {
        guard let key = Self.key(of: request) else {
            throw Problem(.unauthorized, "The request carries no key.")
        }
        let digest = key.withBytes { Digest.sha256($0) }
        for consumer in byPrefix[Self.prefix(digest)] ?? []
        where Digest.matches(consumer.configuration.keyDigest, digest) {
            return consumer
        }
        throw Problem(.unauthorized, "The key is not known.")
    }

    private static func key(of request: Request) -> Text? {
        if let key = request.fields["X-API-Key"] { return key }
        guard let value = request.fields["Authorization"], value.hasPrefixIgnoringCase("Bearer ") else {
            return nil
        }
        return value[7..<value.count].trimmed
    }
}
