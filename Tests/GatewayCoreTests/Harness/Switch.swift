import Synchronization

/// Something that a test turns on and off while a script looks at it.
final class Switch: Sendable {
    private let state = Atomic<Bool>(false)

    var isOn: Bool { state.load(ordering: .sequentiallyConsistent) }

    func set(_ isOn: Bool) { state.store(isOn, ordering: .sequentiallyConsistent) }
}

/// Something that a script counts.
final class Counter: Sendable {
    private let state = Atomic<Int>(0)

    var value: Int { state.load(ordering: .sequentiallyConsistent) }

    /// Counts one, and gives the count before it.
    @discardableResult func next() -> Int { state.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue }
}
