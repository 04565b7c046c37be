/// The members that a reader of rows asks for: an enum with a case for each, numbered from 0, and the
/// table of their names, made once.
public protocol JSONField: CaseIterable, RawRepresentable, Sendable where RawValue == Int {
    /// The names, by the cases' numbers.
    static var table: JSONFieldTable { get }
}

/// The names of up to 32 members, found by a row's keys in one step each.
///
/// `@unchecked Sendable`: what its pointers point at is written before `init` returns and freed in
/// `deinit`.
public final class JSONFieldTable: @unchecked Sendable {
    /// How many names a table can have.
    public static let capacity = 32

    @usableFromInline let names: [StaticString]
    @usableFromInline let headers: UnsafeMutablePointer<KeyHeader>
    /// A name's number at the place its header hashes to, or at the next free one; ``free`` elsewhere.
    @usableFromInline let slots: UnsafeMutablePointer<UInt8>

    @usableFromInline static var free: UInt8 { .max }
    @usableFromInline static var slotCount: Int { 128 }

    /// A table of these names, which differ.
    public init(_ names: [StaticString]) {
        precondition(names.count <= Self.capacity, "a table of names has at most \(Self.capacity)")
        self.names = names
        headers = .allocate(capacity: max(names.count, 1))
        slots = .allocate(capacity: Self.slotCount)
        slots.initialize(repeating: Self.free, count: Self.slotCount)
        for (number, name) in names.enumerated() {
            let header = KeyHeader(name)
            (headers + number).initialize(to: header)
            var slot = header.slot
            while slots[slot] != Self.free { slot = (slot + 1) % Self.slotCount }
            slots[slot] = UInt8(number)
        }
    }

    deinit {
        headers.deallocate()
        slots.deallocate()
    }

    /// The number of the name that the key at `entry` of the string buffer is.
    @inlinable func number(ofKeyAt entry: UnsafePointer<UInt8>) -> Int? {
        let header = KeyHeader(entry: entry)
        var slot = header.slot
        while slots[slot] != Self.free {
            let number = Int(slots[slot])
            if headers[number] == header && header.hasRest(of: names[number], at: entry) { return number }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return nil
    }
}

extension KeyHeader {
    /// Where the key's name stands in a table, unless another one stands there already.
    @inlinable var slot: Int { Int(truncatingIfNeeded: mark) }
}
