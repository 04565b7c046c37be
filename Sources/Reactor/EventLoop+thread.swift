import Primitives

extension EventLoop {
    /// A loop on a thread of its own, which runs when this returns. It runs until ``stop()``.
    public static func start(name: String, time: any TimeSource = SystemTime()) throws(SystemCallError)
        -> EventLoop
    {
        let loop = try EventLoop(name: name, time: time)
        try loop.thread.start(name: name) { loop.run() }
        return loop
    }

    /// Waits until the thread of a loop made by ``start(name:time:)`` has ended; call it once, after
    /// ``stop()`` and from another thread.
    public func join() {
        precondition(!isCurrent, "a thread cannot wait for itself")
        thread.join()
    }
}
