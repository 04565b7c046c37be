import HTTPCore
import Primitives
import Synchronization

/// A misbehaviour of a simulator.
public struct Fault: Sendable {
    /// What comes back.
    public enum Answer: Sendable {
        /// The right answer: the fault is the delay alone.
        case unchanged
        /// This status with a JSON object that has a message and nothing else.
        case status(Int)
        /// This status with an HTML page.
        case html(Int)
        /// The right answer with the last half of its bytes missing, framed as if it were whole.
        case truncated
        /// The head and half of the body, and then the connection ends.
        case broken
        /// The head, and then the connection ends.
        case dropped
        /// The token that the request carries ends at once, so that the request is refused for it.
        case revoked
    }

    /// What comes back.
    public var answer: Answer
    /// Whether the request takes effect, so that only its answer goes wrong.
    public var takesEffect: Bool
    /// Runs before the answer; the answer waits for it.
    public var delay: (@Sendable () async -> Void)?

    /// A fault of these parts.
    public init(
        _ answer: Answer, takesEffect: Bool = false, delay: (@Sendable () async -> Void)? = nil
    ) {
        self.answer = answer
        self.takesEffect = takesEffect
        self.delay = delay
    }
}

/// The faults that a simulator has before it, each for the requests that match: so many of the next ones, or
/// every one with some probability. Of those that match, the one that was planned first happens. Requests
/// that the limit refuses meet no fault.
///
/// A plan is shared: a test keeps it and adds to it while the simulator runs.
public final class FaultPlan: Sendable {
    private enum Occurrence {
        case times(Int)
        case probability(Double)
    }

    private struct Entry: Sendable {
        let fault: Fault
        let method: Method?
        let path: String
        var occurrence: Occurrence
    }

    private struct State {
        var entries: [Entry] = []
        var random = DeterministicRandom(seed: 1)
    }

    private let state = Mutex(State())

    /// A plan without faults.
    public init() {}

    /// Plans `fault` for the next `times` requests of `method`, any if absent, whose path begins with `path`.
    public func plan(_ fault: Fault, times: Int = 1, method: Method? = nil, path: String = "/") {
        guard times > 0 else { return }
        add(Entry(fault: fault, method: method, path: path, occurrence: .times(times)))
    }

    /// Plans `fault` for every request that matches, with that probability of 0 to 1.
    public func plan(_ fault: Fault, probability: Double, method: Method? = nil, path: String = "/") {
        add(Entry(fault: fault, method: method, path: path, occurrence: .probability(probability)))
    }

    private func add(_ entry: Entry) { state.withLock { $0.entries.append(entry) } }

    /// Forgets what is still planned.
    public func clear() { state.withLock { $0.entries = [] } }

    /// How many requests will still meet a fault for certain.
    public var remaining: Int {
        state.withLock { state in
            state.entries.reduce(0) { sum, entry in
                if case .times(let left) = entry.occurrence { sum + left } else { sum }
            }
        }
    }

    /// The fault that this request meets, which is used up by it.
    func take(for request: Request) -> Fault? {
        state.withLock { state in
            guard !state.entries.isEmpty else { return nil }
            let path = request.path.string
            for index in state.entries.indices {
                let entry = state.entries[index]
                guard entry.method == nil || entry.method == request.method, path.hasPrefix(entry.path),
                    Self.happens(&state, index)
                else { continue }
                return entry.fault
            }
            return nil
        }
    }

    private static func happens(_ state: inout State, _ index: Int) -> Bool {
        switch state.entries[index].occurrence {
        case .probability(let probability):
            return Double.random(in: 0..<1, using: &state.random) < probability
        case .times(let left):
            if left == 1 {
                state.entries.remove(at: index)
            } else {
                state.entries[index].occurrence = .times(left - 1)
            }
            return true
        }
    }
}

extension Fault {
    /// The answer, given what is needed for the right one.
    func respond(_ answerRightly: () -> Response) async -> Response {
        let needsRightAnswer =
            switch answer {
            case .unchanged, .truncated, .broken, .revoked: true
            case .status, .html, .dropped: takesEffect
            }
        let right = needsRightAnswer ? answerRightly() : nil
        if let delay { await delay() }
        return respond(insteadOf: right)
    }

    private func respond(insteadOf right: Response?) -> Response {
        switch answer {
        case .unchanged, .revoked: right ?? Response(.noContent)
        case .status(let code):
            .json(Status(code)) { $0.member("message", "The sandbox was told to fail." as StaticString) }
        case .html(let code): .html(Status(code))
        case .truncated: Self.cut(right, endsConnection: false)
        case .broken: Self.cut(right, endsConnection: true)
        case .dropped: Response(.ok, body: .stream { _ in throw ConnectionEnds() })
        }
    }

    private static func cut(_ right: Response?, endsConnection: Bool) -> Response {
        guard var response = right, case .buffer(let whole) = response.body else {
            return right ?? Response(.noContent)
        }
        let half = whole.withBytes { ByteBuffer($0.prefix(whole.count / 2)) }
        response.body =
            endsConnection
            ? .stream { writer in
                try await writer.write(half)
                throw ConnectionEnds()
            } : .buffer(half)
        return response
    }

    private struct ConnectionEnds: Error {}
}
