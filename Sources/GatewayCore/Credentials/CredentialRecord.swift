import Primitives
import VendorKit

/// What the store keeps of a connection's rotating pair. Its description shows no token.
struct CredentialRecord: Equatable, Sendable {
    /// How far along the pair is.
    enum Phase: Equatable, Sendable {
        /// Nobody is exchanging it.
        case settled
        /// That process may have presented the refresh token since then.
        case exchanging(since: Timestamp, owner: [UInt8])
        /// It cannot be renewed.
        case expired(ExpiryReason)
    }

    /// The fingerprints of the pairs that operators gave and that this one began from: a configuration that
    /// holds one of them is older than the pair here.
    var origins: [[UInt8]]
    /// The pair.
    var pair: TokenPair
    /// When it was issued; nothing for one that an operator gave.
    var issued: Timestamp?
    /// When its token ends, as far as it is known.
    var expiry: Timestamp?
    /// How far along it is.
    var phase = Phase.settled

    /// A pair as an operator gives it.
    init(given pair: TokenPair, origins: [[UInt8]]) {
        self.origins = origins
        self.pair = pair
    }

    /// The pair that an exchange brought.
    func renewed(_ pair: TokenPair, issued: Timestamp, lifetime: Duration) -> CredentialRecord {
        var record = CredentialRecord(given: pair, origins: origins)
        record.issued = issued
        record.expiry = issued.advanced(by: lifetime)
        return record
    }

    /// The same pair, further along.
    func at(_ phase: Phase) -> CredentialRecord {
        var record = self
        record.phase = phase
        return record
    }

    /// What a pair that an operator gave is known by.
    static func fingerprint(of pair: TokenPair, connection: String) -> [UInt8] {
        var material = Array("\(pair.token.count) ".utf8)
        for text in [pair.token, pair.refreshToken] { text.withBytes { material += $0 } }
        return Digest.authenticate(material, key: Array("cx-gateway credentials of \(connection)".utf8))
    }
}
