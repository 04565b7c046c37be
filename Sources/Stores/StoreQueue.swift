import Primitives

/// A commit and who waits for it.
struct WaitingCommit: Sendable {
    let changes: [StoreChange]
    let durability: Durability
    let continuation: UnsafeContinuation<Result<CommitOutcome, StoreError>, Never>
}

/// A question and who waits for the answer.
enum WaitingRead: Sendable {
    case record(StoreKey, UnsafeContinuation<Result<StoredRecord?, StoreError>, Never>)
    case points(StoreKey, since: Timestamp, UnsafeContinuation<Result<[SeriesPoint], StoreError>, Never>)
}

/// What waits for the one thread that works a store's file, and whether that thread is at work: from
/// ``Admission/begin`` until ``next()`` gives nothing, and never twice at once.
struct StoreQueue: Sendable {
    /// What is to be done with a call that arrives.
    enum Admission: Sendable {
        /// It waits, and the thread must be told.
        case begin
        /// It waits for a thread at work.
        case wait
        /// It is refused.
        case refuse(StoreError)
    }

    /// What the thread does next.
    enum Work {
        /// Answers the questions, then makes the commits in one transaction.
        case serve([WaitingRead], [WaitingCommit])
        /// Closes the file and tells those who wait for that. Nothing comes after it.
        case close([UnsafeContinuation<Void, Never>])
    }

    private let capacity: Int
    private let groupLimit: Int
    private var reads: [WaitingRead] = []
    private var commits: [WaitingCommit] = []
    private var closers: [UnsafeContinuation<Void, Never>] = []
    private var isWorking = false
    private var isClosing = false
    private var isClosed = false

    init(capacity: Int, groupLimit: Int) {
        self.capacity = capacity
        self.groupLimit = groupLimit
    }

    mutating func append(_ read: WaitingRead) -> Admission {
        if let error = refusal { return .refuse(error) }
        reads.append(read)
        return admit()
    }

    mutating func append(_ commit: WaitingCommit) -> Admission {
        if let error = refusal { return .refuse(error) }
        commits.append(commit)
        return admit()
    }

    /// Takes no more calls; once what waits is done, the file is closed. Nothing when it is already.
    mutating func close(_ closer: UnsafeContinuation<Void, Never>) -> Admission? {
        if isClosed { return nil }
        isClosing = true
        closers.append(closer)
        return admit()
    }

    /// What the thread does next; nothing when it may rest until it is told again.
    mutating func next() -> Work? {
        if !reads.isEmpty || !commits.isEmpty { return .serve(takeReads(), takeCommits()) }
        if isClosing, !isClosed {
            isClosed = true
            defer { closers = [] }
            return .close(closers)
        }
        isWorking = false
        return nil
    }

    private var refusal: StoreError? {
        if isClosing { return .closedStore }
        return reads.count + commits.count < capacity ? nil : .overloadedStore
    }

    private mutating func admit() -> Admission {
        if isWorking { return .wait }
        isWorking = true
        return .begin
    }

    private mutating func takeReads() -> [WaitingRead] {
        defer { reads = [] }
        return reads
    }

    private mutating func takeCommits() -> [WaitingCommit] {
        if commits.count <= groupLimit {
            defer { commits = [] }
            return commits
        }
        defer { commits.removeFirst(groupLimit) }
        return Array(commits.prefix(groupLimit))
    }
}
