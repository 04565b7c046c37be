import Glibc
import Synchronization

/// Threads for work that blocks: files, SQLite, name look-ups.
///
/// The task that asks suspends, and goes on where it was: on the executor it prefers.
public final class BlockingPool: Sendable {
    private let queue: BlockingQueue
    private let threads: [ThreadHandle]

    /// A pool with so many threads, and room for so many pieces of work that wait for one.
    public init(name: String, threads count: Int = 2, capacity: Int = 1024) throws(SystemCallError) {
        precondition(count > 0 && capacity > 0, "a pool needs a thread and room to wait")
        let queue = BlockingQueue(capacity: capacity)
        self.queue = queue
        threads = (0..<count).map { _ in ThreadHandle() }
        do throws(SystemCallError) {
            for thread in threads {
                try thread.start(name: name) {
                    while let work = queue.next() { work() }
                }
            }
        } catch {
            queue.close()
            throw error
        }
    }

    /// Ends the pool's threads once the work that waits is done. No work is taken from now on.
    public func shutdown() {
        queue.close()
    }

    /// ``shutdown()``, and waits for the threads. Not from one of them.
    public func shutdownAndJoin() {
        queue.close()
        for thread in threads { thread.join() }
    }

    deinit { queue.close() }

    /// How many pieces of work wait for a thread.
    public var waitingCount: Int { queue.count }

    /// Leaves work for one of the threads, which is done whoever is cancelled; nobody waits for it here.
    public func submit(_ work: @escaping @Sendable () -> Void) throws(BlockingPoolError) {
        try queue.append(work)
    }

    /// Runs `work` on one of the threads.
    ///
    /// - Throws: What `work` throws; `CancellationError` when the task is cancelled before the work begins,
    ///   which then never does; ``BlockingPoolError``.
    public func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        let call = BlockingCall(work)
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                guard call.suspend(continuation) else { return }
                do {
                    try queue.append { call.perform() }
                } catch {
                    call.fail(error)
                }
            }
        } onCancel: {
            call.fail(CancellationError())
        }
    }
}

/// Why a pool takes no work.
public enum BlockingPoolError: Error, Equatable, Sendable {
    /// As much waits as may.
    case full
    /// The pool was shut down.
    case shutDown
}

/// A piece of work and the task that waits for it; whoever takes the continuation out resumes it.
private final class BlockingCall<Result: Sendable>: Sendable {
    private enum State {
        case fresh
        case waiting(UnsafeContinuation<Result, any Error>)
        case over
    }

    private let state = Mutex(State.fresh)
    private let work: @Sendable () throws -> Result

    init(_ work: @escaping @Sendable () throws -> Result) { self.work = work }

    /// Notes who waits; false when the task was cancelled already, and told so.
    func suspend(_ continuation: UnsafeContinuation<Result, any Error>) -> Bool {
        let isFresh = state.withLock { state in
            guard case .fresh = state else { return false }
            state = .waiting(continuation)
            return true
        }
        if !isFresh { continuation.resume(throwing: CancellationError()) }
        return isFresh
    }

    /// Does the work, unless it failed before it began.
    func perform() {
        guard let continuation = take() else { return }
        do {
            continuation.resume(returning: try work())
        } catch {
            continuation.resume(throwing: error)
        }
    }

    /// Ends the wait with an error, unless the work has begun.
    func fail(_ error: any Error) {
        take()?.resume(throwing: error)
    }

    private func take() -> UnsafeContinuation<Result, any Error>? {
        state.withLock { state in
            let previous = state
            state = .over
            guard case .waiting(let continuation) = previous else { return nil }
            return continuation
        }
    }
}
