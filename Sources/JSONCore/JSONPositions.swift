/// Where the members stand that a table names; 0 for those that are missing.
@usableFromInline struct JSONPositions: Sendable {
    @usableFromInline var values = InlineArray<32, UInt32>(repeating: 0)

    @inlinable init() {}

    @inlinable subscript(number: Int) -> Int { Int(values[number]) }

    /// Looks up the members of the object at `index`, whose slots begin at `slots`, and those of the objects
    /// within it that hold fields. Of members with the same name the first counts.
    @usableFromInline mutating func lookUp(
        _ table: JSONFieldTable, slots: Int, in document: JSONDocument, at index: Int
    ) throws(JSONTypeError) {
        let tape = document.tape
        let strings = document.strings
        guard tape.tag(index) == Tag.object else { throw document.mismatch(at: index, "an object") }
        let end = tape.indexAfterContainer(index) - 1
        var key = index + 1
        while key < end {
            let value = key &+ 1
            let name = JSONKey(image: strings + tape.stringOffset(key))
            if let number = table.number(of: name, table.slots + slots), values[number] == 0 {
                values[number] = UInt32(truncatingIfNeeded: value)
                let inner = table.entries[number].inner
                if inner != 0 && tape.tag(value) != Tag.null {
                    try lookUp(table, slots: inner, in: document, at: value)
                }
            }
            key = tape.indexAfter(value)
        }
    }
}
