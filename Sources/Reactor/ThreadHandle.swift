import CLinux
import Glibc
import Synchronization

/// A POSIX thread, from its start to its join.
final class ThreadHandle: Sendable {
    private let identifier = Mutex<pthread_t?>(nil)

    /// Starts the thread; the kernel keeps the first fifteen bytes of its name.
    func start(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
        let entry = ThreadEntry(name: name, body: body)
        let argument = Unmanaged.passRetained(entry)
        var created = pthread_t()
        let code = pthread_create(
            &created,
            nil,
            { argument in
                guard let argument else { return nil }
                let entry = Unmanaged<ThreadEntry>.fromOpaque(argument).takeRetainedValue()
                cx_name_thread(String(entry.name.prefix(15)))
                entry.body()
                return nil
            },
            argument.toOpaque()
        )
        guard code == 0 else {
            argument.release()
            throw SystemCallError(call: "pthread_create", code: code)
        }
        identifier.withLock { $0 = created }
    }

    /// Waits until the thread has ended; nothing when there is none, or it was joined before.
    func join() {
        let thread = identifier.withLock { identifier in
            defer { identifier = nil }
            return identifier
        }
        if let thread { _ = pthread_join(thread, nil) }
    }
}

private final class ThreadEntry: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
