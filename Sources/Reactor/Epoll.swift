import CLinux
import Glibc

/// An epoll instance with room for the events of a wait.
///
/// `@unchecked Sendable`: the room is touched by the thread that waits alone; the rest is constant, and the kernel orders
/// the calls.
final class Epoll: @unchecked Sendable {
    /// What an event of a descriptor that no handler is registered for is told apart by.
    enum Mark: UInt64 {
        /// The loop is woken by another thread.
        case wakeup = 0xffff_ffff_ffff_ffff
        /// Another instance has events.
        case instance = 0xffff_ffff_ffff_fffe
    }

    private let instance: FileDescriptor
    private let events: UnsafeMutablePointer<epoll_event>
    private let capacity: Int
    private var count = 0
    private var position = 0

    /// An instance that is told of up to `capacity` events at a time.
    init(capacity: Int) throws(SystemCallError) {
        instance = FileDescriptor(owning: try systemCall("epoll_create1") { cx_epoll_create() })
        self.capacity = capacity
        events = .allocate(capacity: capacity)
    }

    deinit { events.deallocate() }

    func add(_ descriptor: Int32, interest: Readiness, registration: Registration) throws(SystemCallError) {
        try control(EPOLL_CTL_ADD, descriptor, interest.rawValue, registration.tag)
    }

    /// Hears of a descriptor that is the loop's own.
    func add(_ descriptor: Int32, interest: Readiness, mark: Mark) throws(SystemCallError) {
        try control(EPOLL_CTL_ADD, descriptor, interest.rawValue, mark.rawValue)
    }

    /// Hears of it when `other` has events.
    func add(_ other: Epoll) throws(SystemCallError) {
        try add(other.instance.number, interest: .readable, mark: .instance)
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

    /// Waits for events, up to `milliseconds` (-1: for ever). An interrupted wait is one without events.
    func wait(milliseconds: Int32) {
        count = max(Int(cx_epoll_wait(instance.number, events, Int32(capacity), milliseconds)), 0)
        position = 0
    }

    /// Whether the last wait came back with as many events as there is room for, so that there may be more.
    var isFull: Bool { count == capacity }

    /// How many events of the last wait were not taken yet.
    var left: Int { count - position }

    /// An event.
    enum Event {
        case ready(Registration, Readiness)
        case marked(Mark)
    }

    /// The next event of the last wait.
    func next() -> Event? {
        guard position < count else { return nil }
        let event = events + position
        position += 1
        let tag = cx_event_tag(event)
        if let mark = Mark(rawValue: tag) { return .marked(mark) }
        return .ready(Registration(tag: tag), Readiness(rawValue: cx_event_mask(event)))
    }
}
