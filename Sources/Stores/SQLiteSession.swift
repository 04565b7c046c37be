import CSQLite
import Primitives
import Synchronization

/// The work on a store's file.
///
/// `@unchecked Sendable`: used by one thread at a time, the one that ``StoreQueue`` told to begin.
final class SQLiteSession: @unchecked Sendable {
    /// What a commit expects of the disk. SQLite takes it between transactions only.
    private var durability = Durability.synced
    private var file: OpenFile?
    /// Why nothing is done any more, once the file is closed.
    private var ending = StoreError.closedStore
    private var nextSweep: Instant
    /// Whether the log may hold what is to be erased.
    private var mustEmptyLog: Bool
    private let time: any TimeSource
    private let options: SQLiteOptions
    /// How many transactions were begun for commits.
    let transactionCount = Atomic(0)

    /// The connection and what is prepared in it.
    private struct OpenFile {
        let database: SQLiteDatabase
        let statements: SQLiteStatements
    }

    /// Opens a file, making it when it is missing.
    init(path: String, time: any TimeSource, _ options: SQLiteOptions) throws(StoreError) {
        self.time = time
        self.options = options
        nextSweep = time.now + options.sweepInterval
        let database = try SQLiteDatabase.open(path, options)
        do throws(SQLiteError) {
            file = OpenFile(database: database, statements: try SQLiteStatements(database))
            // An earlier process may have been killed before it could do so.
            mustEmptyLog = try !database.emptyLog()
        } catch {
            throw StoreError(error)
        }
    }

    /// Closes the file; SQLite then writes the log back, unless another connection has the file open.
    func close() { file = nil }

    /// Answers a question.
    func answer(_ read: WaitingRead) {
        switch read {
        case .record(let key, let waiter):
            let now = time.wallClock
            waiter.resume(
                returning: result { (file) throws(SQLiteError) in
                    try file.statements.record(key, at: now)
                })
        case .points(let series, let start, let waiter):
            waiter.resume(
                returning: result { (file) throws(SQLiteError) in
                    try file.statements.points(of: series, since: start)
                })
        }
    }

    private func result<Answer>(
        _ query: (OpenFile) throws(SQLiteError) -> Answer
    ) -> Result<Answer, StoreError> {
        guard let file else { return .failure(ending) }
        return Result { () throws(SQLiteError) in try query(file) }.mapError { StoreError($0) }
    }

    /// Makes the commits in one transaction, and answers those who wait once it is over.
    func write(_ commits: [WaitingCommit]) {
        let outcomes = outcomes(of: commits)
        for (commit, outcome) in zip(commits, outcomes) { commit.continuation.resume(returning: outcome) }
        maintain()
    }

    private func outcomes(of commits: [WaitingCommit]) -> [Result<CommitOutcome, StoreError>] {
        guard let file else { return commits.map { _ in .failure(ending) } }
        do throws(SQLiteError) {
            let isSynced = commits.contains { $0.durability != .written }
            try require(isSynced ? .synced : .written, file.database)
            try file.statements.begin.run()
        } catch {
            return commits.map { _ in .failure(StoreError(error)) }
        }
        transactionCount.add(1, ordering: .relaxed)
        do throws(SQLiteError) {
            let outcomes = try transaction(commits, file.statements)
            try file.statements.commit.run()
            if commits.contains(where: { $0.durability == .erased }) { mustEmptyLog = true }
            return outcomes
        } catch {
            end(after: error, file.database)
            // Where they do not fit together, some may fit alone.
            let isTooMuch = [SQLITE_FULL, SQLITE_TOOBIG].contains(error.primaryCode)
            if isTooMuch, commits.count > 1 { return commits.flatMap { outcomes(of: [$0]) } }
            return commits.map { _ in .failure(StoreError(error)) }
        }
    }

    /// Makes the changes of the transaction that is open. A commit that conflicts makes none.
    private func transaction(
        _ commits: [WaitingCommit], _ statements: SQLiteStatements
    ) throws(SQLiteError) -> [Result<CommitOutcome, StoreError>] {
        let now = time.wallClock
        let before = try statements.commitCount()
        var count = before
        var outcomes: [Result<CommitOutcome, StoreError>] = []
        for commit in commits {
            guard try statements.areAsExpected(commit.changes, at: now) else {
                outcomes.append(.success(.conflict))
                continue
            }
            count += 1
            let version = RecordVersion(count)
            for change in commit.changes { try statements.apply(change, version) }
            outcomes.append(.success(.committed(version)))
        }
        if count != before { try statements.setCommitCount(count) }
        return outcomes
    }

    /// Writes the log back when it has grown or is to be emptied, and removes what has expired. Nobody waits for
    /// it.
    private func maintain() {
        guard let file else { return }
        do throws(SQLiteError) {
            if mustEmptyLog { mustEmptyLog = try !file.database.emptyLog() }
            if file.database.loggedPageCount >= options.checkpointPages { try file.database.checkpoint() }
            if time.now >= nextSweep {
                nextSweep = time.now + options.sweepInterval
                try require(.written, file.database)
                let hasMore = try file.statements.sweep(
                    before: time.wallClock, limit: options.sweepLimit)
                if hasMore { nextSweep = time.now + options.sweepPause }
            }
        } catch {
            end(after: error, file.database)
        }
    }

    /// Has the next transactions wait for the disk, or not.
    private func require(_ durability: Durability, _ database: SQLiteDatabase) throws(SQLiteError) {
        guard durability != self.durability else { return }
        try database.execute("PRAGMA synchronous = \(durability == .synced ? "FULL" : "NORMAL")")
        self.durability = durability
    }

    /// Undoes the transaction that failed. After an error of the disk the file is left as it is, for good.
    ///
    /// Linux forgets, once `fsync` has failed, what it could not write: a later one succeeds although pages
    /// of the log before it are lost, and with them all that is logged behind. What can be trusted is only
    /// what the log's checksums say when the file is opened anew, so it is not written back here either.
    private func end(after error: SQLiteError, _ database: SQLiteDatabase) {
        var isOver = error.primaryCode == SQLITE_IOERR
        do throws(SQLiteError) { try database.rollBack() } catch { isOver = true }
        guard isOver else { return }
        try? database.configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        ending = .failedStore
        file = nil
    }
}
