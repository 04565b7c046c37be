import HTTPCore
import Primitives

/// The apps that may call, by the digest of their keys. Built once, at start.
struct ConsumerTable: Sendable {
    private let byDigest: [[UInt8]: Configuration.Consumer]

    /// A table of the configured consumers.
    init(_ consumers: [Configuration.Consumer]) {
        byDigest = Dictionary(consumers.map { ($0.keyDigest, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whose key a request carries.
    ///
    /// The key is hashed before it is looked up, so the time that takes says nothing of the keys there
    /// are; the digests are then compared in constant time.
    func consumer(of request: Request) throws(Problem) -> Configuration.Consumer {
        guard let key = Self.key(of: request) else {
            throw Problem(.unauthorized, "The request carries no key.")
        }
        let digest = key.withBytes { Digest.sha256($0) }
        guard let consumer = byDigest[digest], Digest.matches(consumer.keyDigest, digest) else {
            throw Problem(.unauthorized, "The key is not known.")
        }
        return consumer
    }

    private static func key(of request: Request) -> Text? {
        if let key = request.fields["X-API-Key"] { return key }
        guard let value = request.fields["Authorization"], value.hasPrefixIgnoringCase("Bearer ") else {
            return nil
        }
        return value[7..<value.count].trimmed
    }
}

extension Configuration.Consumer {
    /// Refuses what the consumer's scopes do not cover.
    func check(_ scope: Configuration.Scope) throws(Problem) {
        guard scopes.contains(.everything) || scopes.contains(scope) else {
            throw Problem(.forbidden, "The consumer '\(name)' lacks the scope \(scope).")
        }
    }
}
