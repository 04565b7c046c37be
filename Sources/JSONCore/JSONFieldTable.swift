/// The members that a reader of rows asks for: an enum with a case for each, numbered from 0, and the
/// table of their names, made once.
public protocol JSONField: CaseIterable, RawRepresentable, Sendable where RawValue == Int {
    /// The names, by the cases' numbers.
    static var table: JSONFieldTable { get }
}

/// The names of a row's members, found by its keys in one step each. `sector/id` names the member `id` of
/// the object that the row's member `sector` is; a key with a slash in it cannot be named.
///
/// `@unchecked Sendable`: what its pointers point at is written before `init` returns and freed in
/// `deinit`.
public final class JSONFieldTable: @unchecked Sendable {
    /// How many names a table can have, counting each object that members are asked for of as one more.
    public static let capacity = 32

    /// The steps to each field, by the fields' numbers.
    let paths: [[String]]
    /// The keys of the fields by their numbers, and behind them those of the objects that hold some.
    private let keys: UnsafeMutablePointer<JSONKey>
    /// An entry's number at the place its key hashes to, or at the next free one; ``free`` elsewhere. There
    /// are ``slotCount`` for the row, and as many for each object.
    let slots: UnsafeMutablePointer<UInt8>
    /// The objects that hold fields, each behind those it stands in. Going over an array would count a
    /// reference for every row.
    let objects: UnsafeMutableBufferPointer<Object>
    private var images: [UnsafeMutablePointer<UInt8>] = []

    private static var free: UInt8 { .max }
    private static var slotCount: Int { 128 }

    /// An object that holds fields.
    struct Object {
        /// Its number, behind those of the fields.
        let number: Int
        /// The slots for its members.
        let slots: UnsafePointer<UInt8>
    }

    /// A table of these names, which differ.
    public init(_ names: [StaticString]) {
        paths = names.map { name in
            "\(name)".split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        }
        let objects = Self.objects(on: paths)
        let all = paths + objects
        precondition(all.count <= Self.capacity, "a table of names has at most \(Self.capacity)")
        self.objects = .allocate(capacity: objects.count)
        keys = .allocate(capacity: max(all.count, 1))
        slots = .allocate(capacity: Self.slotCount * (objects.count + 1))
        slots.initialize(repeating: Self.free, count: Self.slotCount * (objects.count + 1))
        for (number, path) in all.enumerated() {
            (keys + number).initialize(to: JSONKey(image: image(of: path.last ?? "")))
            let holder = objects.firstIndex(of: path.dropLast()).map { $0 + 1 } ?? 0
            occupy(slots + holder * Self.slotCount, number)
        }
        for index in objects.indices {
            let slots = UnsafePointer(slots + (index + 1) * Self.slotCount)
            self.objects.initializeElement(at: index, to: Object(number: paths.count + index, slots: slots))
        }
    }

    deinit {
        for image in images { image.deallocate() }
        objects.deallocate()
        keys.deallocate()
        slots.deallocate()
    }

    /// The number of the field or object with that key, among those whose slots these are.
    @inline(__always) func number(of key: JSONKey, _ slots: UnsafePointer<UInt8>) -> Int? {
        var slot = key.hash
        while slots[slot] != Self.free {
            let number = Int(slots[slot])
            if keys[number] == key { return number }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return nil
    }
}

extension JSONFieldTable {
    /// The objects that hold fields, each once.
    private static func objects(on paths: [[String]]) -> [[String]] {
        var objects: [[String]] = []
        for path in paths {
            for length in 1..<max(path.count, 1) {
                let object = Array(path.prefix(length))
                if !objects.contains(object) { objects.append(object) }
            }
        }
        return objects
    }

    private func occupy(_ slots: UnsafeMutablePointer<UInt8>, _ number: Int) {
        var slot = keys[number].hash
        while slots[slot] != Self.free { slot = (slot + 1) % Self.slotCount }
        slots[slot] = UInt8(number)
    }

    /// The name as the string buffer would hold it.
    private func image(of name: String) -> UnsafePointer<UInt8> {
        let count = name.utf8.count
        let image = UnsafeMutablePointer<UInt8>.allocate(capacity: count + 8)
        image.initialize(repeating: 0, count: count + 8)
        UnsafeMutableRawPointer(image).storeBytes(of: UInt32(count), as: UInt32.self)
        for (position, byte) in name.utf8.enumerated() { image[4 + position] = byte }
        images.append(image)
        return UnsafePointer(image)
    }
}
