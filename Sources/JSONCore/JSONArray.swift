/// The elements of an array, in their order: a view, which keeps the document alive.
public struct JSONArray: Sequence, Sendable {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int

    @inlinable init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    /// How many elements there are. Takes time in proportion to them past 16 million, and none below.
    public var count: Int {
        let recorded = Int(document.tape[index] >> 32 & 0xFF_FFFF)
        return recorded < 0xFF_FFFF ? recorded : reduce(0) { count, _ in count + 1 }
    }

    /// Whether there are none.
    @inlinable public var isEmpty: Bool { document.tape.indexAfterContainer(index) == index + 2 }

    /// The array as a value.
    @inlinable public var asValue: JSONValue { JSONValue(document: document, index: index) }

    /// Begins with the first element.
    @inlinable public func makeIterator() -> Iterator {
        Iterator(
            document: document,
            position: index + 1,
            end: document.tape.indexAfterContainer(index) - 1
        )
    }

    /// Goes over the elements.
    public struct Iterator: IteratorProtocol {
        @usableFromInline let document: JSONDocument
        @usableFromInline var position: Int
        @usableFromInline let end: Int

        @inlinable init(document: JSONDocument, position: Int, end: Int) {
            self.document = document
            self.position = position
            self.end = end
        }

        /// The next element, or nothing behind the last.
        @inlinable public mutating func next() -> JSONValue? {
            guard position < end else { return nil }
            defer { position = document.tape.indexAfter(position) }
            return JSONValue(document: document, index: position)
        }
    }
}
