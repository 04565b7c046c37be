import Primitives
import VendorKit

/// Where a connection's tokens come from. A ``TokenKeeper`` runs one ``renew(_:through:)`` at a time.
protocol TokenSource: Sendable {
    /// Finds out which token is in force, or gets the next.
    func renew(_ need: TokenNeed, through calls: any TokenCalls) async -> TokenOutcome
    /// What stands in the way of keeping what it holds; nothing when all is kept.
    var storeFault: StoreFault? { get }
}

/// What a renewal is for.
enum TokenNeed: Sendable {
    /// Any token that is in force.
    case current
    /// One other than the token at hand, which is refused or near its end.
    case next
    /// What an operator may have put in the place of the token at hand; the vendor is not asked.
    case news
}

/// A token that calls can carry. Its description does not show it.
struct TokenGrant: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The token.
    let token: Text
    /// When it was issued; nothing for one that an operator configured.
    var issued: Instant?
    /// When it ends, as far as it is known.
    var expiry: Instant?
    /// The same two moments by the calendar, for people.
    var issuedAt: Timestamp?
    var expiresAt: Timestamp?
    /// Whether somebody may be exchanging it at this moment, so that another is to be looked for soon.
    var isUncertain = false

    /// Whether it is the same token, got in the same way: a renewed one that an operator gives back is another.
    func isSame(as other: TokenGrant?) -> Bool { token == other?.token && issuedAt == other?.issuedAt }

    /// Says nothing of the token.
    var description: String { "[redacted]" }
    /// Nothing to look into.
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// How a renewal went.
enum TokenOutcome: Sendable, Equatable {
    /// This token is in force.
    case granted(TokenGrant)
    /// There is none, and nothing is lost: another attempt may succeed.
    case notMade
    /// No attempt can help before an operator has acted; the last token may serve until its end.
    case expired(ExpiryReason, last: TokenGrant?)
}

/// Why a connection's tokens cannot be renewed.
enum ExpiryReason: String, Equatable, Sendable, CaseIterable {
    /// The vendor refused the key or the refresh token.
    case refused
    /// The answer to an exchange was lost, and the refresh token may have been spent by it.
    case answerLost = "answer_lost"
    /// What the store keeps of the credentials cannot be read, so nobody can tell which of them are spent.
    case unreadable
}

/// What keeps credentials from being kept.
enum StoreFault: Equatable, Sendable {
    /// A renewed pair is in memory alone.
    case unsaved
    /// A renewal waits until the store can be written.
    case cannotBegin
    /// The store cannot be read.
    case cannotRead
}

/// The calls that renewing takes, made by the connection they are for.
protocol TokenCalls: Sendable {
    /// Makes sure of a slot for one call; `false` when there is none.
    func spendForRenewal() async -> Bool
    /// Presents a refresh token.
    func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair>
    /// Asks for a token with a lasting key.
    func issue(_ key: Text) async -> CallOutcome<IssuedToken>
}

/// How a call that renews credentials went.
enum CallOutcome<Value: Sendable>: Sendable {
    /// There is an answer.
    case answered(Value)
    /// The call was not carried out: what it presented is as good as before.
    case notMade
    /// The vendor refused what it presented.
    case refused
    /// Nobody can tell whether it was carried out.
    case unknown
}
