import Primitives

/// One header field.
public struct Field: Sendable {
    /// The name, in the case it came in; compared without case.
    public let name: Text
    /// The value, without white space around it.
    public let value: Text

    /// A field of that name and value.
    @inlinable public init(name: consuming Text, value: consuming Text) {
        self.name = name
        self.value = value
    }
}

/// Header fields in their order (RFC 9110, section 5). Names compare without case.
public struct Fields: Sendable {
    /// The fields in their order.
    public private(set) var all: [Field]

    /// No fields, with room for some.
    public init(capacity: Int = 0) {
        all = []
        all.reserveCapacity(capacity)
    }

    /// These fields.
    public init(_ fields: [Field]) { all = fields }

    /// Adds a field behind the others.
    @inlinable public mutating func append(_ name: consuming Text, _ value: consuming Text) {
        append(Field(name: name, value: value))
    }

    /// Adds a field behind the others.
    public mutating func append(_ field: consuming Field) { all.append(field) }

    /// Replaces every field of that name by one.
    public mutating func set(_ name: Text, _ value: Text) {
        remove(name)
        append(name, value)
    }

    /// Takes every field of that name away.
    public mutating func remove(_ name: Text) {
        all.removeAll { $0.name.equalsIgnoringCase(name) }
    }

    /// The value of the first field of that name.
    public subscript(name: Text) -> Text? {
        for field in all where field.name.equalsIgnoringCase(name) { return field.value }
        return nil
    }

    /// The values of every field of that name, in order.
    public func values(of name: Text) -> [Text] {
        all.compactMap { $0.name.equalsIgnoringCase(name) ? $0.value : nil }
    }

    /// Whether some field of that name lists `token` (RFC 9110, section 5.6.1), compared without case.
    public func lists(_ token: Text, in name: Text) -> Bool {
        all.contains { field in
            field.name.equalsIgnoringCase(name)
                && field.value.elements.contains { $0.equalsIgnoringCase(token) }
        }
    }
}

extension Text {
    /// Whether both are the same but for the case of ASCII letters.
    public func equalsIgnoringCase(_ other: Text) -> Bool {
        guard count == other.count else { return false }
        return withBytes { left in
            other.withBytes { right in
                for index in 0..<left.count where left[index] != right[index] {
                    guard left[index].asciiLowercased == right[index].asciiLowercased else { return false }
                }
                return true
            }
        }
    }

    /// The parts between commas, without the white space around them; empty ones are left out.
    public var elements: [Text] {
        split(at: UInt8(ascii: ",")).map(\.trimmed).filter { !$0.isEmpty }
    }

    /// The parts between `separator`s, empty ones included.
    public func split(at separator: UInt8) -> [Text] {
        var parts: [Text] = []
        var start = 0
        for index in 0..<count where self[index] == separator {
            parts.append(self[start..<index])
            start = index + 1
        }
        parts.append(self[start..<count])
        return parts
    }

    /// The text without spaces and tabs at either end.
    public var trimmed: Text {
        var start = 0
        var end = count
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return self[start..<end]
    }

    /// Whether the text begins with `prefix`, compared without case.
    public func hasPrefixIgnoringCase(_ prefix: Text) -> Bool {
        count >= prefix.count && self[0..<prefix.count].equalsIgnoringCase(prefix)
    }
}

extension UInt8 {
    /// The byte in lower case when it is an ASCII letter.
    @inlinable public var asciiLowercased: UInt8 {
        self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
    }
}
