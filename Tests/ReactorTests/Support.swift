import Glibc
import Primitives
import TestSupport
import Synchronization

@testable import Reactor

/// Runs `body` on a loop of its own and stops the loop afterwards.
func withLoop<Result: Sendable>(
    time: any TimeSource = SystemTime(),
    _ body: @escaping @Sendable (EventLoop) async throws -> Result
) async throws -> Result {
    let loop = try EventLoop.start(name: "test", time: time)
    defer { loop.stop() }
    return try await Task(executorPreference: loop) { try await body(loop) }.value
}

/// Calls a closure when a descriptor is ready.
final class ClosureHandler: EventHandler {
    private let body: (Readiness) -> Void

    init(_ body: @escaping (Readiness) -> Void) { self.body = body }

    func ready(_ readiness: Readiness) { body(readiness) }
}

/// A connected pair of stream sockets.
struct SocketPair {
    let near: Int32
    let far: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try systemCall("socketpair") { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) }
        near = ends[0]
        far = ends[1]
    }

    func writeToNear(_ text: String = "x") {
        _ = write(far, text, text.utf8.count)
    }

    func close() {
        _ = Glibc.close(near)
        _ = Glibc.close(far)
    }
}

/// A value that several threads touch.
final class Shared<Value: Sendable>: Sendable {
    private let storage: Mutex<Value>

    init(_ value: Value) { storage = Mutex(value) }

    var value: Value { storage.withLock { $0 } }

    func update(_ body: (inout Value) -> Void) {
        storage.withLock { value in
            var copy = value
            body(&copy)
            value = copy
        }
    }
}
