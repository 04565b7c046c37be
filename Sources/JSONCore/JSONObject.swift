public import Primitives

/// The members of an object: a view, which keeps the document alive, and a reader of fields by name.
///
/// A lookup goes on from where the last one found its member and wraps round once, so asking for members
/// in the order of the document costs one comparison each. Of members with the same name the first counts,
/// in whatever order they are asked for.
public struct JSONObject: Sendable {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int
    /// The key where the next lookup begins.
    @usableFromInline var cursor: Int
    /// The marks of the keys gone over so far.
    @usableFromInline var passed = KeyMarks()
    /// Whether `passed` covers every key.
    @usableFromInline var coversAll = false

    @inlinable init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
        cursor = index + 1
    }

    /// How many members there are, those with the same name each counted.
    public var count: Int {
        let recorded = Int(document.tape[index] >> 32 & 0xFF_FFFF)
        return recorded < 0xFF_FFFF ? recorded : reduce(0) { count, _ in count + 1 }
    }

    /// Whether there are none.
    @inlinable public var isEmpty: Bool { end == index + 1 }

    /// The object as a value.
    @inlinable public var asValue: JSONValue { JSONValue(document: document, index: index) }

    /// The bracket that closes it.
    @inlinable var end: Int { document.tape.indexAfterContainer(index) - 1 }

    /// The member's value, or nothing where there is no such member.
    @inlinable public mutating func find(_ name: StaticString) -> JSONValue? {
        guard let found = findIndex(name) else { return nil }
        return JSONValue(document: document, index: found)
    }

    /// Where the member's value stands.
    @inlinable mutating func findIndex(_ name: StaticString) -> Int? {
        let wanted = KeyHeader(name)
        let mayStandBefore = passed.mayHold(wanted)
        if coversAll && !mayStandBefore { return nil }
        let start = cursor
        if let found = findIndex(wanted, name, from: start, to: end) {
            if mayStandBefore, let first = findIndex(wanted, name, from: index + 1, to: start) {
                return first
            }
            return found
        }
        coversAll = true
        return mayStandBefore ? findIndex(wanted, name, from: index + 1, to: start) : nil
    }

    /// Searches the keys from `start` up to `end`, and goes on from there when there is one.
    @usableFromInline mutating func findIndex(
        _ wanted: KeyHeader, _ name: StaticString, from start: Int, to end: Int
    ) -> Int? {
        let tape = document.tape
        let strings = document.strings
        var marks = passed
        defer { passed = marks }
        var key = start
        while key < end {
            let entry = strings + tape.stringOffset(key)
            let header = KeyHeader(entry: entry)
            marks.insert(header)
            let next = tape.indexAfter(key &+ 1)
            if header == wanted && header.hasRest(of: name, at: entry) {
                cursor = next
                return key &+ 1
            }
            key = next
        }
        return nil
    }
}

/// A member of an object.
public struct JSONMember: Sendable {
    /// Its name.
    public let key: Text
    /// Its value.
    public let value: JSONValue

    @inlinable init(key: Text, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONObject: Sequence {
    /// Begins with the first member.
    @inlinable public func makeIterator() -> Iterator {
        Iterator(document: document, position: index + 1, end: end)
    }

    /// Goes over all members in their order, those with the same name included.
    public struct Iterator: IteratorProtocol {
        @usableFromInline let document: JSONDocument
        @usableFromInline var position: Int
        @usableFromInline let end: Int

        @inlinable init(document: JSONDocument, position: Int, end: Int) {
            self.document = document
            self.position = position
            self.end = end
        }

        /// The next member, or nothing behind the last.
        @inlinable public mutating func next() -> JSONMember? {
            guard position < end else { return nil }
            let member = JSONMember(
                key: document.text(at: position),
                value: JSONValue(document: document, index: position + 1)
            )
            position = document.tape.indexAfter(position + 1)
            return member
        }
    }
}
