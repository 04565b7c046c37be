import Primitives

/// Seals records with the key that the operator configured, so that the store's file alone opens none.
///
/// A sealed record is a header (a mark that no JSON begins with, a version, a name for the key), a random
/// nonce, and the AES-256-GCM ciphertext with its tag. The header and the record's own place in the store
/// are authenticated with it: a record moved to another connection does not open.
struct Seal: Sendable, CustomStringConvertible, CustomReflectable {
    /// What a record turned out to be.
    enum Opened: Equatable, Sendable {
        /// It is whole; `wasSealed` says whether it was sealed at all.
        case whole([UInt8], wasSealed: Bool)
        /// It is sealed, and there is no key.
        case keyMissing
        /// It is sealed with another key.
        case keyDiffers
        /// Not a byte of it can be relied on.
        case damaged
    }

    private static let mark: [UInt8] = [0x01] + Array("CXS".utf8)
    private static let version: UInt8 = 1
    private static let keyNameLength = 8
    private static let headerLength = 5 + keyNameLength

    private let key: [UInt8]?
    private let header: [UInt8]

    /// Seals with `key`; without one, records stay as they are.
    init(key sealing: Configuration.SealingKey?) {
        key = sealing?.bytes
        let keyName = key.map { Digest.authenticate(Array("cx-gateway key name".utf8), key: $0) }
        header = Self.mark + [Self.version] + (keyName?.prefix(Self.keyNameLength) ?? [])
    }

    /// The record, sealed where there is a key; nothing when OpenSSL fails.
    func close(_ plain: [UInt8], place: String) -> [UInt8]? {
        guard let key else { return plain }
        guard let nonce = AuthenticatedCipher.random(AuthenticatedCipher.nonceLength),
            let cipher = AuthenticatedCipher.encrypt(
                plain, key: key, nonce: nonce, authenticating: header + Array(place.utf8))
        else { return nil }
        return header + nonce + cipher
    }

    /// What ``close(_:place:)`` closed.
    ///
    /// - Parameter beginning: What records begin with that are not sealed: JSON objects, unless it is said.
    func open(
        _ stored: [UInt8], place: String, whoseBeginning beginning: [UInt8] = Array("{".utf8)
    ) -> Opened {
        guard stored.starts(with: Self.mark) else {
            return stored.starts(with: beginning) ? .whole(stored, wasSealed: false) : .damaged
        }
        guard let key else { return .keyMissing }
        let nonceEnd = Self.headerLength + AuthenticatedCipher.nonceLength
        guard stored.count >= nonceEnd, stored[Self.mark.count] == Self.version else { return .damaged }
        guard stored.starts(with: header) else { return .keyDiffers }
        let nonce = Array(stored[Self.headerLength..<nonceEnd])
        let plain = AuthenticatedCipher.decrypt(
            Array(stored[nonceEnd...]), key: key, nonce: nonce, authenticating: header + Array(place.utf8))
        return plain.map { .whole($0, wasSealed: true) } ?? .damaged
    }

    /// Says nothing of the key.
    var description: String { "[redacted]" }
    /// Nothing to look into.
    var customMirror: Mirror { Mirror(self, children: []) }
}
