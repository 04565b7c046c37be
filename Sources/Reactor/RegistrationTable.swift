/// Who hears of which descriptor. A slot's generation moves on when it is freed, so that an event fetched
/// before then finds nobody, even if the descriptor's number or the slot is in use again.
struct RegistrationTable {
    private struct Slot {
        var generation: UInt32
        var descriptor: Int32
        var urgency: Urgency
        var handler: (any EventHandler)?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    /// How many descriptors are registered.
    var count: Int { slots.count - free.count }

    mutating func insert(
        _ descriptor: Int32, _ urgency: Urgency, _ handler: any EventHandler
    ) -> Registration {
        guard let index = free.popLast() else {
            slots.append(Slot(generation: 0, descriptor: descriptor, urgency: urgency, handler: handler))
            return Registration(slot: UInt32(slots.count - 1), generation: 0)
        }
        slots[Int(index)].descriptor = descriptor
        slots[Int(index)].urgency = urgency
        slots[Int(index)].handler = handler
        return Registration(slot: index, generation: slots[Int(index)].generation)
    }

    /// Frees the slot and returns what it held; nothing when it was freed before.
    mutating func remove(_ registration: Registration) -> (descriptor: Int32, urgency: Urgency)? {
        guard let entry = entry(registration) else { return nil }
        let index = Int(registration.slot)
        slots[index].handler = nil
        slots[index].generation &+= 1
        free.append(registration.slot)
        return entry
    }

    func handler(_ registration: Registration) -> (any EventHandler)? {
        isCurrent(registration) ? slots[Int(registration.slot)].handler : nil
    }

    /// What the slot holds; nothing when it was freed.
    func entry(_ registration: Registration) -> (descriptor: Int32, urgency: Urgency)? {
        guard isCurrent(registration) else { return nil }
        let slot = slots[Int(registration.slot)]
        return (slot.descriptor, slot.urgency)
    }

    private func isCurrent(_ registration: Registration) -> Bool {
        let index = Int(registration.slot)
        return index < slots.count && slots[index].generation == registration.generation
            && slots[index].handler != nil
    }
}
