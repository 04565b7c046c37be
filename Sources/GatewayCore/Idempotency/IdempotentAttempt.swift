import HTTPCore
import Primitives
import Stores

/// One request with a key, from the first look into the store to its answer: each method takes in what came of the
/// last action and says the next. It does nothing itself.
///
/// What is stored is always a step ahead of what is done: that a write has begun is stored before the vendor is
/// called, and what came of it before the app is told. Whoever reads the store after a crash finds nothing, and nothing
/// was sent; the answer; or that nobody can tell.
struct IdempotentAttempt: Sendable {
    /// How often it is begun again because another changed the record meanwhile.
    static let maximumConflicts = 8

    private var fingerprint: RequestFingerprint
    private let owner: [UInt8]
    private let until: Timestamp
    private let canReconcile: Bool
    /// An owner whose write is known to have done nothing.
    private let disowned: [UInt8]?
    private var version: RecordVersion?
    private var since: Timestamp?
    private var conflicts = 0
    /// Whether a claim is out of which nobody knows what became.
    private var isClaimInDoubt = false
    /// What was found before the vendor was asked, or the body was read.
    private var found: IdempotencyRecord?
    private var reconciled: KeptAnswer?
    /// Whether the write is carried out although an earlier one was begun, of which nothing was found.
    private var isSecondTry = false
    /// How the vendor refused that.
    private var refusal: IdempotencyRecord.Phase?

    /// A request with that fingerprint.
    ///
    /// - Parameters:
    ///   - owner: What its process and itself are known by.
    ///   - until: When it is over at the latest.
    ///   - disowned: The owner of an earlier request of the key that did nothing, although the store may say that it
    ///     is under way.
    init(
        _ fingerprint: RequestFingerprint, owner: [UInt8], until: Timestamp, canReconcile: Bool,
        disowned: [UInt8]? = nil
    ) {
        self.fingerprint = fingerprint
        self.owner = owner
        self.until = until
        self.canReconcile = canReconcile
        self.disowned = disowned
    }

    /// The record was read.
    mutating func didRead(_ reading: Reading, at now: Timestamp) -> Action {
        switch reading {
        case .failed: return storeFails
        case .unreadable: return refuse(.unreadable)
        case .nothing:
            guard !isClaimInDoubt else { return storeFails }
            return claim(since: now, expecting: nil)
        case .record(let record, let version, let ownerHasEnded):
            self.version = version
            if isClaimInDoubt, case .running(owner, _) = record.phase {
                isClaimInDoubt = false
                return .run
            }
            isClaimInDoubt = false
            return weigh(record, version, ownerHasEnded: ownerHasEnded, at: now)
        }
    }

    private mutating func weigh(
        _ record: IdempotencyRecord, _ version: RecordVersion, ownerHasEnded: Bool, at now: Timestamp
    ) -> Action {
        since = record.since
        let comparison = record.fingerprint.compare(fingerprint)
        switch record.phase {
        case .running(let other, let end):
            if other == disowned { return claim(since: now, expecting: version) }
            if comparison == .different { return refuse(.mismatch) }
            guard ownerHasEnded || end <= now else { return refuse(.running) }
            return outcomeIsUnknown(record)
        case .finished, .finishedWithoutAnswer:
            found = record
            switch comparison {
            case .different: return refuse(.mismatch)
            case .unknown where record.fingerprint.body != nil: return .readBody
            case .same, .unknown: return repeats(record)
            }
        }
    }

    private mutating func repeats(_ record: IdempotencyRecord) -> Action {
        switch record.phase {
        case .finished(let answer) where answer.outcome == .unknown: return outcomeIsUnknown(record)
        case .finished(let answer): return .end(.replay(answer), leaving)
        case .finishedWithoutAnswer(let outcome): return refuse(.tooLarge(outcome))
        case .running: return refuse(.running)
        }
    }

    private mutating func outcomeIsUnknown(_ record: IdempotencyRecord) -> Action {
        found = record
        return canReconcile ? .reconcile(since: record.since) : .end(unknown, leaving)
    }

    /// The body was read to its end, or could not be.
    mutating func didReadBody(_ digest: [UInt8]?) -> Action {
        guard let found else { return storeFails }
        fingerprint.body = digest
        return found.fingerprint.compare(fingerprint) == .same ? repeats(found) : refuse(.mismatch)
    }

    /// It was tried to store that the write has begun.
    mutating func didClaim(_ writing: Writing) -> Action {
        switch writing {
        case .done(let version):
            self.version = version
            return .run
        case .conflict: return readAgain
        case .failed: return storeFails
        case .doubtful:
            isClaimInDoubt = true
            return .read
        }
    }

    /// The vendor was asked.
    mutating func didReconcile(_ finding: Finding) -> Action {
        guard let found, let version else { return storeFails }
        switch finding {
        case .unclear where refusal != nil, .absent where refusal != nil:
            return .save(finished(refusal ?? found.phase), expecting: version)
        case .unclear: return .end(unknown, leaving)
        case .absent:
            isSecondTry = true
            return claim(since: found.since, expecting: version)
        case .applied(let answer):
            reconciled = answer
            return .save(finished(.finished(answer)), expecting: version)
        }
    }

    /// The write was carried out.
    ///
    /// - Parameter body: The digest of its body, where that was known at its end alone.
    mutating func didRun(_ result: Result, body: [UInt8]? = nil) -> Action {
        guard let version else { return storeFails }
        if fingerprint.body == nil { fingerprint.body = body }
        switch result {
        case .keep(let phase) where isSecondTry && refusal == nil && phase.isRefusal:
            // Where the first arrived after all, it is what the vendor refuses the second for.
            refusal = phase
            return .reconcile(since: since ?? until)
        case .keep(let phase): return .save(finished(phase), expecting: version)
        case .release: return .release(expecting: version)
        }
    }

    /// It was tried to store what came of the write. Where another process has given this one up and stored its own,
    /// that is left.
    mutating func didSave(_ record: IdempotencyRecord, _ writing: Writing) -> Action {
        guard let version else { return storeFails }
        switch writing {
        case .done: return .end(ending, .nothing)
        case .conflict: return reconciled == nil ? .end(.ran, .nothing) : readAgain
        case .failed, .doubtful: return .end(ending, .unsaved(record, expecting: version))
        }
    }

    /// It was tried to take the record away.
    func didRelease(_ writing: Writing) -> Action {
        switch writing {
        case .done, .conflict: .end(.ran, .nothing)
        case .failed, .doubtful: .end(.ran, .disowned(owner))
        }
    }

    private var ending: Ending { reconciled.map { .replay($0) } ?? .ran }

    private var unknown: Ending {
        if case .finished(let answer)? = found?.phase { .replay(answer) } else { .refuse(.unknown) }
    }

    private mutating func claim(since: Timestamp, expecting version: RecordVersion?) -> Action {
        self.since = since
        let record = IdempotencyRecord(fingerprint, since: since, .running(owner: owner, until: until))
        return .claim(record, expecting: version)
    }

    private func finished(_ phase: IdempotencyRecord.Phase) -> IdempotencyRecord {
        IdempotencyRecord(fingerprint, since: since ?? until, phase)
    }

    private var readAgain: Action {
        mutating get {
            conflicts += 1
            reconciled = nil
            return conflicts < Self.maximumConflicts ? .read : refuse(.running)
        }
    }

    private func refuse(_ refusal: IdempotencyRefusal) -> Action { .end(.refuse(refusal), leaving) }

    /// Nothing is sent that the store does not know of. A claim of which nobody knows what became is disowned.
    private var storeFails: Action { refuse(.storeFails) }

    /// A refusal leaves behind what it found, and that its own claim did nothing.
    private var leaving: Leaving {
        if isClaimInDoubt { return .disowned(owner) }
        return disowned.map { .disowned($0) } ?? .nothing
    }
}

extension IdempotencyRecord.Phase {
    /// Whether the vendor refused the write.
    fileprivate var isRefusal: Bool {
        if case .finished(let answer) = self { answer.outcome == .notApplied } else { false }
    }
}
