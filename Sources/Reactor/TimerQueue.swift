import Primitives

/// What a timer calls, on the thread of the loop it is scheduled on.
public protocol TimerHandler: AnyObject {
    /// The timer is due; it is over, and its token means nothing any more.
    func timerFired(_ token: TimerToken)
}

/// A scheduled timer.
public struct TimerToken: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32
}

/// Timers by deadline: a binary heap whose entries are left behind when a timer is cancelled or put off.
///
/// Cancelling and putting off touch the timer's slot alone. An entry that no longer stands for its timer
/// is dropped, or moved to the new deadline, when it comes to the top; when more than half of the heap is
/// such entries, they are all swept out. Deadlines usually grow, and then scheduling is O(1) too.
struct TimerQueue {
    private struct Entry {
        var deadline: Int64
        var slot: UInt32
        /// Which of the slot's entries it is; only the last one stands for the timer.
        var version: UInt32
    }

    private struct Slot {
        var generation: UInt32 = 0
        var version: UInt32 = 0
        /// When the timer is due.
        var deadline: Int64 = 0
        /// The deadline of the heap's entry that stands for it; never later than ``deadline``.
        var entryDeadline: Int64 = 0
        var handler: (any TimerHandler)?
    }

    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var free: [UInt32] = []
    private var staleEntries = 0

    /// How many timers are scheduled.
    var count: Int { slots.count - free.count }
    /// How many entries the heap holds, stale ones too.
    var entryCount: Int { heap.count }

    mutating func schedule(at deadline: Instant, _ handler: any TimerHandler) -> TimerToken {
        let index = free.popLast() ?? addSlot()
        slots[Int(index)].deadline = deadline.nanoseconds
        slots[Int(index)].handler = handler
        pushEntry(for: index)
        return TimerToken(slot: index, generation: slots[Int(index)].generation)
    }

    /// Gives the timer another deadline; whether it was still scheduled.
    mutating func reschedule(_ token: TimerToken, at deadline: Instant) -> Bool {
        guard isScheduled(token) else { return false }
        let index = Int(token.slot)
        slots[index].deadline = deadline.nanoseconds
        if deadline.nanoseconds < slots[index].entryDeadline {
            pushEntry(for: token.slot)
            leaveEntryBehind()
        }
        return true
    }

    /// Takes the timer away; whether it was still scheduled.
    @discardableResult
    mutating func cancel(_ token: TimerToken) -> Bool {
        guard isScheduled(token) else { return false }
        release(token.slot)
        leaveEntryBehind()
        return true
    }

    /// The earliest deadline.
    mutating func nextDeadline() -> Instant? {
        settleTop()
        return heap.first.map { Instant(nanoseconds: $0.deadline) }
    }

    /// Takes out a timer whose deadline is not after `now`.
    mutating func popDue(_ now: Instant) -> (token: TimerToken, handler: any TimerHandler)? {
        settleTop()
        guard let top = heap.first, top.deadline <= now.nanoseconds,
            let handler = slots[Int(top.slot)].handler
        else { return nil }
        let token = TimerToken(slot: top.slot, generation: slots[Int(top.slot)].generation)
        removeTop()
        release(top.slot)
        return (token, handler)
    }

    func isScheduled(_ token: TimerToken) -> Bool {
        let index = Int(token.slot)
        return index < slots.count && slots[index].generation == token.generation
            && slots[index].handler != nil
    }

    private mutating func addSlot() -> UInt32 {
        slots.append(Slot())
        return UInt32(slots.count - 1)
    }

    private mutating func release(_ slot: UInt32) {
        slots[Int(slot)].handler = nil
        slots[Int(slot)].generation &+= 1
        free.append(slot)
    }

    private mutating func pushEntry(for slot: UInt32) {
        let index = Int(slot)
        slots[index].version &+= 1
        slots[index].entryDeadline = slots[index].deadline
        push(Entry(deadline: slots[index].deadline, slot: slot, version: slots[index].version))
    }

    private mutating func leaveEntryBehind() {
        staleEntries += 1
        if staleEntries > 64 && staleEntries * 2 > heap.count { sweep() }
    }

    /// Whether the entry stands for a scheduled timer.
    private func standsForTimer(_ entry: Entry) -> Bool {
        let index = Int(entry.slot)
        return slots[index].version == entry.version && slots[index].handler != nil
    }

    /// Drops or moves entries at the top until it stands for a timer at its deadline.
    private mutating func settleTop() {
        while let top = heap.first {
            if !standsForTimer(top) {
                staleEntries -= 1
                removeTop()
                continue
            }
            let deadline = slots[Int(top.slot)].deadline
            guard deadline > top.deadline else { return }
            slots[Int(top.slot)].entryDeadline = deadline
            heap[0].deadline = deadline
            siftDown(0)
        }
    }

    /// Rebuilds the heap of the entries that stand for timers, each at its deadline.
    private mutating func sweep() {
        var kept = 0
        for index in heap.indices where standsForTimer(heap[index]) {
            var entry = heap[index]
            let slot = Int(entry.slot)
            entry.deadline = slots[slot].deadline
            slots[slot].entryDeadline = entry.deadline
            heap[kept] = entry
            kept += 1
        }
        heap.removeSubrange(kept...)
        staleEntries = 0
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
    }
}

extension TimerQueue {
    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry.deadline < heap[parent].deadline else { break }
            heap[index] = heap[parent]
            index = parent
        }
        heap[index] = entry
    }

    private mutating func removeTop() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown(0)
    }

    private mutating func siftDown(_ start: Int) {
        let entry = heap[start]
        var index = start
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline { child += 1 }
            guard heap[child].deadline < entry.deadline else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = entry
    }
}
