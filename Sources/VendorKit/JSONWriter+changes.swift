import JSONCore
import Primitives
import UnifiedModel

extension JSONWriter {
    /// Writes the member a change calls for: nothing when the field is left as it is.
    ///
    /// - Parameter clearing: What stands for a cleared field; `null` when it is nothing.
    public mutating func change(_ name: StaticString, _ change: Change<Text>, clearing: StaticString? = nil) {
        switch change {
        case .unchanged: break
        case .set(let value): member(name, value)
        case .cleared: if let clearing { member(name, clearing) } else { nullMember(name) }
        }
    }

    /// Writes the member a change calls for: nothing when the field is left as it is.
    public mutating func change(_ name: StaticString, _ change: Change<Bool>) {
        switch change {
        case .unchanged: break
        case .set(let value): member(name, value)
        case .cleared: nullMember(name)
        }
    }

    /// Writes the member a change calls for: nothing when the list is left as it is, an empty one when it
    /// is cleared.
    public mutating func change(_ name: StaticString, _ change: Change<[Text]>) {
        if change.isUnchanged { return }
        key(name)
        beginArray()
        for value in change.value ?? [] { string(value) }
        endArray()
    }
}
