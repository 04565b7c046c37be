/// A place in a YAML text, counted from 1 as editors count; columns count characters.
public struct YAMLMark: Equatable, Comparable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int

    /// The place at that line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Whether `left` stands before `right`.
    public static func < (left: YAMLMark, right: YAMLMark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One node of a YAML tree and where it begins.
public struct YAMLNode: Equatable, Sendable {
    /// What a node is.
    public enum Content: Equatable, Sendable {
        /// A single value.
        case scalar(YAMLScalar)
        /// A list.
        case sequence([YAMLNode])
        /// Keys and values in the order they are written; no key stands twice.
        case mapping([YAMLEntry])
    }

    /// What the node is.
    public var content: Content
    /// Where it begins.
    public var mark: YAMLMark

    /// A node that begins at `mark`.
    public init(_ content: Content, at mark: YAMLMark) {
        self.content = content
        self.mark = mark
    }

    /// The scalar, when it is one.
    public var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Whether it is a plain `null`, `~` or nothing at all.
    public var isNull: Bool { scalar?.value == .null }

    /// The value of `key`, when the node is a mapping that has it.
    public subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}

/// A key and its value.
public struct YAMLEntry: Equatable, Sendable {
    /// The key as it is written; keys are strings whatever they look like.
    public var key: String
    /// Where the key begins.
    public var keyMark: YAMLMark
    /// Its value.
    public var value: YAMLNode

    /// An entry of a mapping.
    public init(key: String, keyMark: YAMLMark, value: YAMLNode) {
        self.key = key
        self.keyMark = keyMark
        self.value = value
    }
}
