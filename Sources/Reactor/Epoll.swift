import CLinux
import Glibc

/// An epoll instance and the eventfd that wakes it from other threads.
///
/// `@unchecked Sendable`: the event buffer is touched by the thread that waits alone; the rest is constant,
/// and the kernel orders the calls.
final class Epoll: @unchecked Sendable {
    private static let capacity = 64
    private static let wakeTag = UInt64.max

    private let instance: FileDescriptor
    private let wakeup: FileDescriptor
    private let events: UnsafeMutablePointer<epoll_event>

    init() throws(SystemCallError) {
        let instance = FileDescriptor(owning: try systemCall("epoll_create1") { cx_epoll_create() })
        let wakeup = FileDescriptor(owning: try systemCall("eventfd") { cx_eventfd() })
        // Edge-triggered, so that the counter need not be read: each write is an edge of its own.
        let (epoll, event) = (instance.number, wakeup.number)
        try systemCall("epoll_ctl") {
            cx_epoll_control(epoll, EPOLL_CTL_ADD, event, cx_event_in | cx_event_edge, Self.wakeTag)
        }
        self.instance = instance
        self.wakeup = wakeup
        events = .allocate(capacity: Self.capacity)
    }

    deinit { events.deallocate() }

    func add(_ descriptor: Int32, interest: Readiness, registration: Registration) throws(SystemCallError) {
        try control(EPOLL_CTL_ADD, descriptor, interest.rawValue, registration.tag)
    }

    func modify(_ descriptor: Int32, interest: Readiness, registration: Registration) throws(SystemCallError)
    {
        try control(EPOLL_CTL_MOD, descriptor, interest.rawValue, registration.tag)
    }

    /// Takes the descriptor out. One that was closed has left by itself, so a failure says nothing.
    func remove(_ descriptor: Int32) {
        _ = cx_epoll_control(instance.number, EPOLL_CTL_DEL, descriptor, 0, 0)
    }

    private func control(
        _ operation: Int32,
        _ descriptor: Int32,
        _ mask: UInt32,
        _ tag: UInt64
    ) throws(SystemCallError) {
        try systemCall("epoll_ctl") {
            cx_epoll_control(instance.number, operation, descriptor, mask, tag)
        }
    }

    /// Ends a wait, now or the next one. Any thread.
    func wake() {
        // The counter cannot be full (2^64 - 2 writes), and the descriptor lives as long as this object.
        _ = cx_eventfd_signal(wakeup.number)
    }

    /// Waits for events, up to `milliseconds` (-1: for ever); the number of them. An interrupted wait is
    /// one without events.
    func wait(milliseconds: Int32) -> Int {
        let count = cx_epoll_wait(instance.number, events, Int32(Self.capacity), milliseconds)
        return max(Int(count), 0)
    }

    /// An event of the last wait; nothing for the wake-up.
    func event(_ index: Int) -> (registration: Registration, readiness: Readiness)? {
        let tag = cx_event_tag(events + index)
        guard tag != Self.wakeTag else { return nil }
        return (Registration(tag: tag), Readiness(rawValue: cx_event_mask(events + index)))
    }
}
