import Glibc
import Reactor

/// Waits for the signals that end the program, or have it read its configuration again.
enum Signals {
    /// Returns when SIGTERM or SIGINT has come. A second one ends the program at once. SIGHUP has
    /// `hangUp` called, where there is one.
    static func untilStop(on loop: EventLoop, hangUp: (@Sendable () -> Void)? = nil) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loop.execute {
                var waiting: CheckedContinuation<Void, Never>? = continuation
                let signals = hangUp == nil ? [SIGTERM, SIGINT] : [SIGTERM, SIGINT, SIGHUP]
                let watcher = try? SignalWatcher(signals, on: loop) { signal in
                    if signal == SIGHUP {
                        hangUp?()
                        return
                    }
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
