import Primitives

extension JSONWriter {
    /// Writes a parsed value as it is: every member in its order, strings with their escapes made
    /// canonical, integers and big numbers digit for digit, doubles as ``double(_:)`` writes them.
    public mutating func value(_ value: JSONValue) {
        write(value.document, value.index)
    }

    /// Writes a member whose value is a parsed value, or `null` where there is none.
    public mutating func member(_ name: StaticString, _ value: JSONValue?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    private mutating func write(_ document: JSONDocument, _ index: Int) {
        let tape = document.tape
        switch tape.tag(index) {
        case Tag.object: writeObject(document, index)
        case Tag.array: writeArray(document, index)
        case Tag.string: string(document.bytes(at: index))
        case Tag.bigNumber: raw(document.bytes(at: index))
        case Tag.integer: integer(Int64(bitPattern: tape[index + 1]))
        case Tag.unsignedInteger: integer(tape[index + 1])
        case Tag.double: double(Double(bitPattern: tape[index + 1]))
        case Tag.true: bool(true)
        case Tag.false: bool(false)
        default: null()
        }
    }

    private mutating func writeObject(_ document: JSONDocument, _ index: Int) {
        let end = document.tape.indexAfterContainer(index) - 1
        var name = index + 1
        beginObject()
        while name < end {
            string(document.bytes(at: name))
            buffer.append(UInt8(ascii: ":"))
            needsComma = false
            write(document, name + 1)
            name = document.tape.indexAfter(name + 1)
        }
        endObject()
    }

    private mutating func writeArray(_ document: JSONDocument, _ index: Int) {
        let end = document.tape.indexAfterContainer(index) - 1
        var element = index + 1
        beginArray()
        while element < end {
            write(document, element)
            element = document.tape.indexAfter(element)
        }
        endArray()
    }
}

extension JSONDocument {
    /// The bytes of the string or big number at `index`, for as long as the document lives.
    fileprivate func bytes(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let entry = strings + tape.stringOffset(index)
        return UnsafeBufferPointer(start: entry + 4, count: Self.length(of: entry))
    }
}
