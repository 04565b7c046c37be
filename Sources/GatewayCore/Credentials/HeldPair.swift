import Primitives
import Stores
import VendorKit

/// What a process holds of a rotating pair, beside what the store does: no I/O.
struct HeldPair {
    /// Where the operator's pair stands to what is stored.
    enum Configuration {
        /// Read at start: what is stored wins if it began from this pair.
        case read
        /// Changed while the process runs: it wins over what cannot be read as well.
        case changed
        /// It has been weighed against what is stored, and is passed over from now on.
        case weighed
    }

    /// What follows from a reading.
    enum Verdict: Equatable {
        /// What is held agrees with the store.
        case agrees
        /// What is held is not in the store: it is to be written over the version expected.
        case mustWrite
        /// What is stored cannot be read, and nothing newer is known.
        case unreadable(CredentialVault.Obstacle)
    }

    private let connection: String
    private var configured: TokenPair
    private var configuration = Configuration.read
    /// The pair that the unsaved one was got with, which is spent.
    private var spent: TokenPair?

    /// The record in force; nothing before the first reading.
    private(set) var record: CredentialRecord?
    /// The version of the stored record; nothing when none is stored.
    private(set) var version: RecordVersion?
    /// Whether the record in force is stored.
    private(set) var isSaved = true

    /// A connection's pair as configured.
    init(configured: TokenPair, connection: String) {
        self.configured = configured
        self.connection = connection
    }

    /// The operator configured another pair.
    mutating func configure(_ pair: TokenPair) {
        guard pair != configured else { return }
        configured = pair
        configuration = .changed
    }

    /// Weighs what the store holds against what is held here. `owner` is this process.
    mutating func weigh(_ reading: CredentialVault.Reading, owner: [UInt8]) -> Verdict {
        switch reading {
        case .nothing: return weighNothing()
        case .record(let record, let version): return weigh(record, version, owner)
        case .unreadable(let obstacle, let version):
            if version == self.version, record != nil { isSaved = false }
            self.version = version
            if case .changed = configuration { return takeConfigured() }
            return !isSaved && record != nil ? .mustWrite : .unreadable(obstacle)
        case .failed: return isSaved ? .agrees : .mustWrite
        }
    }

    private mutating func weighNothing() -> Verdict {
        version = nil
        guard record != nil, case .weighed = configuration else { return takeConfigured() }
        isSaved = false
        return .mustWrite
    }

    private mutating func weigh(
        _ stored: CredentialRecord, _ version: RecordVersion, _ owner: [UInt8]
    ) -> Verdict {
        let isKnown = version == self.version
        self.version = version
        switch configuration {
        case .weighed: break
        case .read, .changed:
            let fingerprint = CredentialRecord.fingerprint(of: configured, connection: connection)
            guard stored.origins.contains(fingerprint) else { return takeConfigured() }
            configuration = .weighed
        }
        if isKnown { return isSaved ? .agrees : .mustWrite }
        if let record, stored.pair == (isSaved ? record.pair : spent ?? record.pair),
            case .exchanging(_, owner) = stored.phase
        {
            return isSaved ? .agrees : .mustWrite
        }
        record = stored
        isSaved = true
        spent = nil
        return .agrees
    }

    private mutating func takeConfigured() -> Verdict {
        let fingerprint = CredentialRecord.fingerprint(of: configured, connection: connection)
        record = CredentialRecord(given: configured, origins: [fingerprint])
        isSaved = false
        spent = nil
        return .mustWrite
    }

    /// The record in force is this one from now on, which is not stored yet.
    mutating func advance(to next: CredentialRecord) {
        if let record, record.pair != next.pair { spent = record.pair }
        record = next
        isSaved = false
    }

    /// The record was stored at that version, unless another is in force by now.
    mutating func saved(_ written: CredentialRecord, _ version: RecordVersion) {
        self.version = version
        configuration = .weighed
        guard written == record else { return }
        isSaved = true
        spent = nil
    }
}
