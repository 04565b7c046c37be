import HTTPCore
import Primitives
import Stores

/// What this process knows of keys besides the store: the requests under way, and what could not be stored. It says
/// what becomes of another request of a key without a look into the store.
struct IdempotencyTable: Sendable {
    /// What becomes of a request.
    enum Admission: Equatable, Sendable {
        /// It goes on; the owner whose write is known to have done nothing, whatever the store says.
        case goOn(disowned: [UInt8]?)
        /// Its answer is known.
        case replay(KeptAnswer)
        /// It is neither carried out nor answered.
        case refuse(IdempotencyRefusal)
        /// Its body has to be read, to compare it.
        case compare(IdempotencyRecord)
    }

    /// What the store should hold.
    enum Unsaved: Equatable, Sendable {
        /// A record, in the place of one of that version.
        case record(IdempotencyRecord, expecting: RecordVersion)
        /// Nothing of a write of that owner.
        case disowned([UInt8])
    }

    private enum Entry {
        case running(RequestFingerprint)
        case unsaved(Unsaved)
    }

    /// How many keys may wait to be stored.
    static let maximumUnsaved = 1024
    /// How many bytes the answers that wait to be stored may have.
    static let maximumUnsavedBytes = 64 << 20

    private var entries: [String: Entry] = [:]
    private var unsavedCount = 0
    private var unsavedBytes = 0

    /// How many requests are under way.
    var runningCount: Int { entries.count - unsavedCount }

    /// What should be stored, by place.
    var unsaved: [(place: String, unsaved: Unsaved)] {
        guard unsavedCount > 0 else { return [] }
        return entries.compactMap { place, entry in
            if case .unsaved(let unsaved) = entry { (place, unsaved) } else { nil }
        }
    }

    /// A request comes. One that goes on looks into the store, beside any others that do.
    func enter(_ place: String, _ fingerprint: RequestFingerprint) -> Admission {
        switch entries[place] {
        case nil: return .goOn(disowned: nil)
        case .running(let other):
            return .refuse(other.compare(fingerprint) == .different ? .mismatch : .running)
        case .unsaved(.disowned(let owner)): return .goOn(disowned: owner)
        case .unsaved(.record(let record, _)):
            switch record.fingerprint.compare(fingerprint) {
            case .different: return .refuse(.mismatch)
            case .unknown where record.fingerprint.body != nil: return .compare(record)
            case .same, .unknown: return Self.answer(record)
            }
        }
    }

    /// A request that found no answer in the store is about to carry the write out, or to ask the vendor. One that
    /// goes on is under way from here on, alone, until it leaves.
    mutating func take(_ place: String, _ fingerprint: RequestFingerprint) -> Admission {
        let admission = enter(place, fingerprint)
        guard case .goOn = admission else { return admission }
        forget(place)
        entries[place] = .running(fingerprint)
        return admission
    }

    /// What a request that asks for the same gets.
    static func answer(_ record: IdempotencyRecord) -> Admission {
        switch record.phase {
        case .finished(let answer): .replay(answer)
        case .finishedWithoutAnswer(let outcome): .refuse(.tooLarge(outcome))
        case .running: .refuse(.running)
        }
    }

    /// The request that was under way is over.
    mutating func leave(_ place: String, _ leaving: IdempotentAttempt.Leaving) {
        entries[place] = nil
        switch leaving {
        case .nothing: break
        case .disowned(let owner): keep(.disowned(owner), at: place)
        case .unsaved(var record, let version):
            if unsavedBytes + record.answerSize > Self.maximumUnsavedBytes { record.forgetAnswer() }
            keep(.record(record, expecting: version), at: place)
        }
    }

    /// What should be stored is, or is no more to be.
    mutating func didSave(_ place: String, _ unsaved: Unsaved) {
        if case .unsaved(unsaved) = entries[place] { forget(place) }
    }

    private mutating func keep(_ unsaved: Unsaved, at place: String) {
        guard unsavedCount < Self.maximumUnsaved else { return }
        entries[place] = .unsaved(unsaved)
        unsavedCount += 1
        unsavedBytes += unsaved.size
    }

    private mutating func forget(_ place: String) {
        guard case .unsaved(let unsaved)? = entries[place] else { return }
        entries[place] = nil
        unsavedCount -= 1
        unsavedBytes -= unsaved.size
    }
}

extension IdempotencyTable.Unsaved {
    fileprivate var size: Int {
        if case .record(let record, _) = self { record.answerSize } else { 0 }
    }
}

extension IdempotencyRecord {
    fileprivate var answerSize: Int {
        guard case .finished(let answer) = phase else { return 0 }
        return answer.fields.reduce(answer.body.count) { $0 + $1.name.count + $1.value.count }
    }

    /// Keeps what came of the write, and not its answer.
    fileprivate mutating func forgetAnswer() {
        guard case .finished(let answer) = phase else { return }
        phase = .finishedWithoutAnswer(answer.outcome ?? .unknown)
    }
}
