import Synchronization

/// How many connections a server has open, over all its loops.
final class ConnectionCensus: Sendable {
    fileprivate struct State {
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Counts a connection in; how many there are with it.
    func enter() -> Int {
        state.withLock { state in
            state.count += 1
            return state.count
        }
    }

    /// Counts a connection out.
    func leave() {
        let waiting = state.withLock { state in
            state.count -= 1
            return state.count == 0 ? state.takeWaiting() : []
        }
        for continuation in waiting { continuation.resume() }
    }

    /// How many there are.
    var count: Int { state.withLock { $0.count } }

    /// Suspends until there are none.
    func untilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.count > 0 { state.waiting.append(continuation) }
                return state.count == 0
            }
            if isEmpty { continuation.resume() }
        }
    }
}

extension ConnectionCensus.State {
    fileprivate mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
        defer { waiting = [] }
        return waiting
    }
}
