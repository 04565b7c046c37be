/// Where the members stand that a table names; 0 for those that are missing.
@usableFromInline struct JSONPositions: Sendable {
    @usableFromInline var values: InlineArray<32, UInt32>

    /// None, as yet. The positions are filled in where they stay: copying them straight after they are
    /// written makes the processor wait.
    @inlinable @inline(__always) init() { values = InlineArray(repeating: 0) }

    /// Looks up the members of the object at `index`, and of the objects within it that hold fields. Of
    /// members with the same name the first counts.
    @usableFromInline mutating func lookUp(
        _ table: JSONFieldTable, in document: JSONDocument, at index: Int
    ) throws(JSONTypeError) {
        try lookUp(table, table.slots, in: document, at: index)
        for object in table.objects {
            let position = Int(values[object.number])
            if position == 0 || document.tape.tag(position) == Tag.null { continue }
            try lookUp(table, object.slots, in: document, at: position)
        }
    }

    private mutating func lookUp(
        _ table: JSONFieldTable, _ slots: UnsafePointer<UInt8>, in document: JSONDocument, at index: Int
    ) throws(JSONTypeError) {
        let tape = document.tape
        let strings = document.strings
        guard tape.tag(index) == Tag.object else { throw document.mismatch(at: index, "an object") }
        let end = tape.indexAfterContainer(index) &- 1
        var name = index &+ 1
        while name < end {
            let value = name &+ 1
            let key = JSONKey(image: strings + tape.stringOffset(name))
            if let number = table.number(of: key, slots), values[number] == 0 {
                values[number] = UInt32(truncatingIfNeeded: value)
            }
            name = tape.indexAfter(value)
        }
    }
}
