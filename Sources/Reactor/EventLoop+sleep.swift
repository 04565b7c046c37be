import Primitives

extension EventLoop {
    /// Suspends the task until `delay` has passed. Throws `CancellationError` as soon as the task is
    /// cancelled. Any executor.
    public func sleep(for delay: Duration) async throws {
        let sleeper = Sleeper(loop: self)
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                onThread { sleeper.begin(delay, continuation) }
            }
        } onCancel: {
            onThread { sleeper.cancel() }
        }
    }

    /// Runs the work at once on the loop's thread, else leaves it there.
    private func onThread(_ work: @escaping @Sendable () -> Void) {
        if isCurrent { work() } else { execute(work) }
    }
}

/// A task asleep on a loop.
///
/// `@unchecked Sendable`: its state is touched on the loop's thread alone.
private final class Sleeper: TimerHandler, @unchecked Sendable {
    private enum State {
        case awake
        case asleep(TimerToken, UnsafeContinuation<Void, any Error>)
        case cancelled
    }

    private let loop: EventLoop
    private var state = State.awake

    init(loop: EventLoop) { self.loop = loop }

    func begin(_ delay: Duration, _ continuation: UnsafeContinuation<Void, any Error>) {
        if case .cancelled = state {
            continuation.resume(throwing: CancellationError())
        } else {
            state = .asleep(loop.schedule(after: delay, self), continuation)
        }
    }

    func cancel() {
        if case .asleep(let token, let continuation) = state {
            loop.cancel(token)
            continuation.resume(throwing: CancellationError())
        }
        state = .cancelled
    }

    func timerFired(_: TimerToken) {
        if case .asleep(_, let continuation) = state { continuation.resume() }
        state = .awake
    }
}
