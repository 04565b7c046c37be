import Primitives

/// Something about a connection's credentials that an operator should know, in words that hold no secret.
public struct CredentialEvent: Equatable, Sendable, CustomStringConvertible {
    /// How much it matters.
    public enum Level: Sendable {
        /// All went as it should.
        case notice
        /// Calls go on, and something is wrong.
        case warning
        /// Calls fail, or are about to, until an operator acts.
        case failure
    }

    /// How much it matters.
    public let level: Level
    /// What happened, to stand behind the connection's name.
    public let description: String

    init(_ level: Level, _ description: String) {
        self.level = level
        self.description = description
    }

    /// What a renewal's outcome means to an operator; nothing when it is no news.
    init?(_ outcome: TokenOutcome, _ need: TokenNeed, before: TokenState) {
        switch outcome {
        case .granted(let grant):
            guard grant.token != before.token?.token else { return nil }
            if before.token == nil, before.expiryReason == nil, grant.issued == nil { return nil }
            self.init(.notice, need == .next ? "its credentials are renewed" : "its credentials are in force")
        case .notMade where need == .news: return nil
        case .notMade: self.init(.warning, "its credentials could not be renewed; it is tried again")
        case .expired(let reason, _):
            guard before.expiryReason != reason else { return nil }
            self.init(.failure, reason.explanation)
        }
    }
}

extension ExpiryReason {
    /// What happened and what helps, to stand behind a connection's name.
    var explanation: String {
        switch self {
        case .refused: "the vendor refused to renew its credentials; it needs new ones"
        case .answerLost:
            "the answer to a renewal of its credentials was lost, so they may be spent; it needs new ones"
        case .unreadable:
            "what the store keeps of its credentials cannot be read; it needs the key of the seal, or new ones"
        }
    }
}

/// Where what operators should know about credentials is said.
public protocol CredentialLog: Sendable {
    /// Says it.
    func write(_ event: CredentialEvent, connection: String)
}

/// Says nothing.
public struct NoCredentialLog: CredentialLog {
    /// Says nothing.
    public init() {}

    /// Does nothing.
    public func write(_ event: CredentialEvent, connection: String) {}
}
