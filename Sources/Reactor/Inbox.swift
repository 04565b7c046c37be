import Synchronization

/// Where other threads leave work for a loop.
final class Inbox: Sendable {
    private struct State {
        var work: [Work] = []
        var isAsleep = false
        var isStopped = false
    }

    /// What a loop finds before it waits.
    enum Outlook {
        /// Work or a stop has come: do not wait.
        case busy
        /// Nothing; whoever leaves work from now on has to wake the loop.
        case idle
    }

    private let state = Mutex(State())

    /// Leaves work. True when the loop has to be woken: it sleeps, and nobody has woken it yet.
    func append(_ work: Work) -> Bool {
        state.withLock { state in
            state.work.append(work)
            return Self.takeWake(&state)
        }
    }

    /// Asks the loop to stop. True when it has to be woken.
    func stop() -> Bool {
        state.withLock { state in
            state.isStopped = true
            return Self.takeWake(&state)
        }
    }

    private static func takeWake(_ state: inout sending State) -> Bool {
        let wasAsleep = state.isAsleep
        state.isAsleep = false
        return wasAsleep
    }

    /// Says that the loop is about to wait.
    func prepareToSleep() -> Outlook {
        state.withLock { state in
            if !state.work.isEmpty || state.isStopped { return .busy }
            state.isAsleep = true
            return .idle
        }
    }

    /// Takes everything out, into `received`, which is empty and lends its room; whether a stop was asked.
    func drain(into received: inout [Work]) -> Bool {
        var taken = received
        received = []
        let isStopped = state.withLock { state in
            state.isAsleep = false
            swap(&state.work, &taken)
            return state.isStopped
        }
        received = taken
        return isStopped
    }
}
