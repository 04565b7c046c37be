/// What is wrong with a YAML text, and where. The message never repeats a value of the text, only keys.
public struct YAMLFault: Error, Equatable, Sendable {
    /// Where.
    public var mark: YAMLMark
    /// What is wrong and what would be right.
    public var message: String

    /// A fault at `mark`.
    public init(at mark: YAMLMark, _ message: String) {
        self.mark = mark
        self.message = message
    }
}

extension YAMLFault: CustomStringConvertible {
    /// `12:5: message`
    public var description: String { "\(mark.line):\(mark.column): \(message)" }
}

/// Why a text is not a document.
public struct YAMLFailure: Error, Equatable, Sendable {
    /// What is wrong, at least one fault, in the order of the text.
    public var faults: [YAMLFault]
    /// What could be read for all that, so that its meaning can be checked in the same run: there when
    /// the only faults are doubled keys, the first of each kept.
    public var readable: YAMLNode?
}

/// How large a document may be.
public struct YAMLLimits: Sendable {
    /// The longest text, in bytes.
    public var bytes: Int
    /// How deep sequences and mappings may nest.
    public var depth: Int

    /// Bounds of 1 MiB and a depth of 64 unless others are given.
    public init(bytes: Int = 1 << 20, depth: Int = 64) {
        self.bytes = bytes
        self.depth = depth
    }
}
