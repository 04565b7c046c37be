public import Primitives

/// A member in one call: its name, which is plain ASCII, and its value, or `null` where there is none.
extension JSONWriter {
    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: Text?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: StaticString) {
        key(name)
        string(value)
    }

    /// Writes a member whose value is an integer.
    @inlinable public mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    /// Writes a member whose value is a number; `null` as well where it is not finite.
    @inlinable public mutating func member(_ name: StaticString, _ value: Double?) {
        key(name)
        if let value { double(value) } else { null() }
    }

    /// Writes a member whose value is `true` or `false`.
    @inlinable public mutating func member(_ name: StaticString, _ value: Bool?) {
        key(name)
        if let value { bool(value) } else { null() }
    }

    /// Writes a member whose value is a moment, as ``timestamp(_:)`` writes it.
    @inlinable public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        key(name)
        if let value { timestamp(value) } else { null() }
    }

    /// Writes a member whose value is one string of three parts, with no temporary made: an id such as
    /// `connection:remote`. The whole is `null` where the last part is absent.
    @inlinable public mutating func member(
        _ name: StaticString,
        joining first: Text,
        _ separator: StaticString,
        _ last: Text?
    ) {
        key(name)
        guard let last else { return null() }
        beginString()
        appendString(first)
        appendString(separator)
        appendString(last)
        endString()
    }

    /// Writes a member whose value is `null`.
    @inlinable public mutating func nullMember(_ name: StaticString) {
        key(name)
        null()
    }
}
