import CLinux

/// The eventfd by which other threads wake a loop.
final class Wakeup: Sendable {
    private let counter: FileDescriptor

    /// One that ends the waits of `epoll`.
    init(waking epoll: Epoll) throws(SystemCallError) {
        counter = FileDescriptor(owning: try systemCall("eventfd") { cx_eventfd() })
        // Edge-triggered, so that the counter need not be read: each write is an edge of its own.
        try epoll.add(counter.number, interest: [.readable, .edge], mark: .wakeup)
    }

    /// Ends a wait, now or the next one. Any thread.
    func wake() {
        // The counter cannot be full (2^64 - 2 writes), and the descriptor lives as long as this object.
        _ = cx_eventfd_signal(counter.number)
    }
}
