/// What a write says of one field.
public enum Change<Value: Sendable>: Sendable {
    /// Nothing: the field is left as it is.
    case unchanged
    /// The field is emptied: JSON `null`.
    case cleared
    /// The field gets a value.
    case set(Value)

    /// The new value, if there is one.
    public var value: Value? {
        if case .set(let value) = self { value } else { nil }
    }

    /// Whether the write says nothing of the field.
    public var isUnchanged: Bool {
        if case .unchanged = self { true } else { false }
    }

    /// Whether the write empties the field.
    public var isCleared: Bool {
        if case .cleared = self { true } else { false }
    }

    /// What the field is after the write, when it was `current` before.
    public func applied(to current: Value?) -> Value? {
        switch self {
        case .unchanged: current
        case .cleared: nil
        case .set(let value): value
        }
    }
}

extension Change where Value: Collection {
    /// Whether the write leaves a list without elements.
    public var isEmptied: Bool { isCleared || value?.isEmpty ?? false }
}
