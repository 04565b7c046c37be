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

/// The faults that a simulator has before it: each for the next requests that match, in the order they
/// were planned. Blocked requests meet no fault.
///
/// A plan is shared: a test keeps it and adds to it while the simulator runs.
public final class FaultPlan: Sendable {
    private struct Entry: Sendable {
        let fault: Fault
        let method: Method?
        let path: String
        var left: Int
    }

    private let entries = Mutex<[Entry]>([])

    /// A plan without faults.
    public init() {}

    /// Plans `fault` for the next `times` requests of `method`, any if absent, whose path begins with `path`.
    public func plan(_ fault: Fault, times: Int = 1, method: Method? = nil, path: String = "/") {
        guard times > 0 else { return }
        entries.withLock { $0.append(Entry(fault: fault, method: method, path: path, left: times)) }
    }

    /// Forgets what is still planned.
    public func clear() { entries.withLock { $0 = [] } }

    /// How many requests will still meet a fault.
    public var remaining: Int { entries.withLock { $0.reduce(0) { $0 + $1.left } } }

    /// The fault that this request meets, which is used up by it.
    func take(for request: Request) -> Fault? {
        entries.withLock { entries in
            guard !entries.isEmpty else { return nil }
            let path = request.path.string
            let match = entries.firstIndex { entry in
                (entry.method == nil || entry.method == request.method) && path.hasPrefix(entry.path)
            }
            guard let match else { return nil }
            let fault = entries[match].fault
            entries[match].left -= 1
            if entries[match].left == 0 { entries.remove(at: match) }
            return fault
        }
    }
}

extension Fault {
    /// The answer, given what is needed for the right one.
    func respond(_ answerRightly: () -> Response) async -> Response {
        let needsRightAnswer =
            switch answer {
            case .unchanged, .truncated, .broken: true
            case .status, .html, .dropped: takesEffect
            }
        let right = needsRightAnswer ? answerRightly() : nil
        if let delay { await delay() }
        return respond(insteadOf: right)
    }

    private func respond(insteadOf right: Response?) -> Response {
        switch answer {
        case .unchanged: right ?? Response(.noContent)
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
