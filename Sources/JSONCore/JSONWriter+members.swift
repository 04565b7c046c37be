public import Primitives

/// A member in one call: its name, which is plain ASCII, and its value, or `null` where there is none.
extension JSONWriter {
    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: Text?) {
        guard let utf8 = value?.unsafeBytes else { return nullMember(name) }
        key(name)
        string(utf8)
    }

    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return nullMember(name) }
        key(name)
        string(value)
    }

    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: StaticString) {
        key(name)
        string(value)
    }

    /// Writes a member whose value is an integer.
    @inlinable public mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        guard let value else { return nullMember(name) }
        key(name)
        integer(value)
    }

    /// Writes a member whose value is a number; `null` as well where it is not finite.
    @inlinable public mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return nullMember(name) }
        key(name)
        double(value)
    }

    /// Writes a member whose value is `true` or `false`.
    @inlinable public mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return nullMember(name) }
        key(name)
        bool(value)
    }

    /// Writes a member whose value is a moment, as ``timestamp(_:)`` writes it.
    @inlinable public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        guard let value else { return nullMember(name) }
        key(name)
        timestamp(value)
    }

    /// Writes a member whose value is one string of three parts, with no temporary made: an id such as
    /// `connection:remote`. The whole is `null` where the last part is absent.
    @inlinable public mutating func member(
        _ name: StaticString,
        joining first: Text,
        _ separator: StaticString,
        _ last: Text?
    ) {
        guard let last = last?.unsafeBytes else { return nullMember(name) }
        key(name)
        joined(first.unsafeBytes, separator, last)
    }

    /// Writes a member whose value is `null`.
    @inlinable public mutating func nullMember(_ name: StaticString) {
        buffer.appendUninitialized(name.utf8CodeUnitCount + Self.keyOverhead + 4) { output in
            let length = Self.writeKey(name, comma: needsComma, to: output)
            return length + Self.writeNull(comma: false, to: output + length)
        }
        needsComma = true
    }
}
