import Synchronization

/// Something that tasks wait for until a test lets them go. One that is cancelled goes too, so that a test's
/// time limit ends it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var waited = 0
    }

    private let state = Mutex(State())

    /// Whether it lets everybody go.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// How many wait.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Lets everybody go, now and later.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once the gate is open.
    func wait() async {
        let number = state.withLock { state in
            state.waited += 1
            return state.waited
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGo = state.withLock { state in
                    guard !state.isOpen, !Task.isCancelled else { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if mayGo { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }
}
