import Glibc
import Reactor

/// Waits for the signals that end the program.
enum Signals {
    /// Returns when SIGTERM or SIGINT has come. A second one ends the program at once.
    static func untilStop(on loop: EventLoop) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loop.execute {
                var waiting: CheckedContinuation<Void, Never>? = continuation
                let watcher = try? SignalWatcher([SIGTERM, SIGINT], on: loop) { _ in
                    guard let first = waiting else { exit(1) }
                    waiting = nil
                    first.resume()
                }
                if watcher == nil { continuation.resume() }
            }
        }
    }
}

/// The processors this process may run on.
enum Processors {
    /// How many there are.
    static var available: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
