import CLinux

/// What a descriptor is ready for, or what its handler wants to hear of.
public struct Readiness: OptionSet, Sendable, Hashable {
    /// The bits, those of epoll.
    public let rawValue: UInt32

    /// A set of these bits.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// There is something to read, or the end of the stream (`EPOLLIN`).
    public static let readable = Readiness(rawValue: cx_event_in)
    /// There is room to write (`EPOLLOUT`).
    public static let writable = Readiness(rawValue: cx_event_out)
    /// The peer sends no more; it may still read (`EPOLLRDHUP`).
    public static let hangup = Readiness(rawValue: cx_event_peer_closed)
    /// The descriptor failed; reported whether asked for or not (`EPOLLERR`).
    public static let error = Readiness(rawValue: cx_event_error)
    /// Both directions are closed; reported whether asked for or not (`EPOLLHUP`).
    public static let closed = Readiness(rawValue: cx_event_hangup)

    /// Readiness is told when it comes, not for as long as it lasts (`EPOLLET`).
    public static let edge = Readiness(rawValue: cx_event_edge)

    /// What is reported whether asked for or not. A handler that does not react by reading, closing or
    /// deregistering is called again at once.
    public static let always: Readiness = [.error, .closed]
}

/// When a loop hands out the events of a descriptor.
public enum Urgency: Sendable {
    /// As they come. What its handler does at once takes microseconds.
    case urgent
    /// Behind the urgent ones of a turn, for a bounded time in each, first come, first served: for those whose events
    /// bring work with them. Level-triggered alone.
    case patient
}

/// What hears of a descriptor's readiness, on the thread of the loop it is registered with.
public protocol EventHandler: AnyObject {
    /// The descriptor is ready. Level-triggered: what is left undone is reported again.
    func ready(_ readiness: Readiness)
}

/// A descriptor's place with a loop, until it is deregistered.
public struct Registration: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    init(tag: UInt64) {
        slot = UInt32(truncatingIfNeeded: tag)
        generation = UInt32(truncatingIfNeeded: tag >> 32)
    }

    /// What epoll hands back with each event.
    var tag: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}
