import Primitives
import Reactor
import Synchronization

/// A store in one file, which several processes of a machine may share.
///
/// One thread works the file. The commits that wait while it is busy share the next transaction, and so one
/// wait for the disk. A call that was taken is carried out even when its task is cancelled, and is answered
/// only when that has come to an end.
///
/// The file and those beside it are for their owner alone, and what is overwritten or removed is
/// overwritten in the database too. The write-ahead log holds earlier contents until it is written over, or
/// until it is emptied after a commit that is to be ``Durability/erased``.
public final class SQLiteStore: Store {
    private let queue: Mutex<StoreQueue>
    private let pool: BlockingPool
    private let session: SQLiteSession

    /// Opens the store in a file. File and folder are made when they are missing; a file of an earlier
    /// version is brought to this one.
    ///
    /// - Throws: ``StoreError``: the file is not a store, is damaged, is of a later version, may not be
    ///   written, or is held by another process.
    public static func open(path: String, time: any TimeSource) async throws(StoreError) -> SQLiteStore {
        try await open(path: path, time: time, SQLiteOptions())
    }

    /// Opens the store in a file that is worked in a certain way.
    static func open(
        path: String, time: any TimeSource, _ options: SQLiteOptions
    ) async throws(StoreError) -> SQLiteStore {
        let pool: BlockingPool
        do throws(SystemCallError) {
            pool = try BlockingPool(name: "store", threads: 1, capacity: 1)
        } catch {
            throw StoreError(.unknown, "There is no thread for the store: \(error).")
        }
        let opened = await withUnsafeContinuation { (waiter: Opening) in
            do throws(BlockingPoolError) {
                try pool.submit {
                    waiter.resume(
                        returning: Result { () throws(StoreError) in
                            try SQLiteSession(path: path, time: time, options)
                        })
                }
            } catch {
                waiter.resume(returning: .failure(.closedStore))
            }
        }
        return SQLiteStore(session: try opened.get(), pool: pool, options)
    }

    private typealias Opening = UnsafeContinuation<Result<SQLiteSession, StoreError>, Never>

    private init(session: SQLiteSession, pool: BlockingPool, _ options: SQLiteOptions) {
        self.session = session
        self.pool = pool
        queue = Mutex(StoreQueue(capacity: options.capacity, groupLimit: options.groupLimit))
    }

    /// Takes no more calls, finishes those that wait, and closes the file.
    public func close() async {
        await withUnsafeContinuation { waiter in
            switch queue.withLock({ $0.close(waiter) }) {
            case .begin: begin()
            case .wait, .refuse: break
            case nil: waiter.resume()
            }
        }
        pool.shutdown()
    }

    /// See ``Store``.
    public func record(_ key: StoreKey) async throws(StoreError) -> StoredRecord? {
        try await withUnsafeContinuation { waiter in
            admit({ $0.append(.record(key, waiter)) }, waiter)
        }.get()
    }

    /// See ``Store``.
    public func points(
        of series: StoreKey, since start: Timestamp
    ) async throws(StoreError) -> [SeriesPoint] {
        try await withUnsafeContinuation { waiter in
            admit({ $0.append(.points(series, since: start, waiter)) }, waiter)
        }.get()
    }

    /// See ``Store``.
    public func commit(
        _ changes: [StoreChange], _ durability: Durability
    ) async throws(StoreError) -> CommitOutcome {
        try await withUnsafeContinuation { waiter in
            let commit = WaitingCommit(changes: changes, durability: durability, continuation: waiter)
            admit({ $0.append(commit) }, waiter)
        }.get()
    }

    /// How many transactions were begun for commits.
    var transactionCount: Int { session.transactionCount.load(ordering: .relaxed) }

    private func admit<Answer>(
        _ append: (inout StoreQueue) -> StoreQueue.Admission,
        _ waiter: UnsafeContinuation<Result<Answer, StoreError>, Never>
    ) {
        switch queue.withLock({ append(&$0) }) {
        case .begin: begin()
        case .wait: break
        case .refuse(let error): waiter.resume(returning: .failure(error))
        }
    }

    /// Has the thread work until nothing waits. The queue tells it only while it rests, so there is room.
    /// Were there no thread any more, whoever was told to begin could do the work as well as any.
    private func begin() {
        do throws(BlockingPoolError) {
            try pool.submit { [self] in work() }
        } catch {
            work()
        }
    }

    private func work() {
        while let work = queue.withLock({ $0.next() }) {
            switch work {
            case .serve(let reads, let commits):
                for read in reads { session.answer(read) }
                if !commits.isEmpty { session.write(commits) }
            case .close(let waiters):
                session.close()
                for waiter in waiters { waiter.resume() }
            }
        }
    }
}
