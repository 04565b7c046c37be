import HTTPCore
import Primitives
import Stores

// What an attempt says, and what it is told.

extension IdempotentAttempt {
    /// What is to be done next.
    enum Action: Equatable, Sendable {
        /// Read the record.
        case read
        /// Store that the write has begun.
        case claim(IdempotencyRecord, expecting: RecordVersion?)
        /// Ask the vendor whether a write that began then took effect.
        case reconcile(since: Timestamp)
        /// Carry the write out.
        case run
        /// Store what came of it.
        case save(IdempotencyRecord, expecting: RecordVersion)
        /// Take the record away, as nothing came of it.
        case release(expecting: RecordVersion)
        /// Read the request's body to its end, and take its fingerprint again.
        case readBody
        /// It is over.
        case end(Ending, Leaving)
    }

    /// What the app is answered with.
    enum Ending: Equatable, Sendable {
        /// The answer of the write, which was carried out now.
        case ran
        /// What the write was answered with when it was carried out.
        case replay(KeptAnswer)
        /// The refusal.
        case refuse(IdempotencyRefusal)
    }

    /// What this process has to remember of the key.
    enum Leaving: Equatable, Sendable {
        /// Nothing: the store has it.
        case nothing
        /// What could not be stored.
        case unsaved(IdempotencyRecord, expecting: RecordVersion)
        /// That the write of that owner did nothing, whatever the store says.
        case disowned([UInt8])
    }

    /// What the store holds.
    enum Reading: Equatable, Sendable {
        case nothing
        /// A record; whether the process that runs the write is known to have ended.
        case record(IdempotencyRecord, RecordVersion, ownerHasEnded: Bool)
        case unreadable
        case failed
    }

    /// What came of a change of the store.
    enum Writing: Equatable, Sendable {
        case done(RecordVersion)
        case conflict
        /// Nothing was changed.
        case failed
        /// Nobody can tell.
        case doubtful
    }

    /// What the vendor says of a write whose answer was lost.
    enum Finding: Equatable, Sendable {
        /// It took effect, and this would have been the answer.
        case applied(KeptAnswer)
        /// It surely did not.
        case absent
        /// Nobody can tell.
        case unclear
    }

    /// What came of carrying the write out.
    enum Result: Equatable, Sendable {
        /// This is the answer from now on.
        case keep(IdempotencyRecord.Phase)
        /// Nothing was done, and the same may be tried again.
        case release
    }
}

/// Why a request with a key is neither carried out nor answered with what was kept.
enum IdempotencyRefusal: Equatable, Sendable {
    /// The first of its key is still under way.
    case running
    /// The key belongs to another request.
    case mismatch
    /// The first was begun, and nobody knows what became of it.
    case unknown
    /// The first had an answer that was too large to keep.
    case tooLarge(WriteOutcome)
    /// What is stored of the key cannot be read.
    case unreadable
    /// The store cannot be read or written.
    case storeFails
}
