import Primitives
import YAMLCore

/// Reads the keys of one mapping, saying every fault it meets; a faulty value leaves the default.
struct MappingReader {
    let context: DecodingContext
    /// What the mapping is, as messages name it: `'server'`, `a connection`.
    let subject: String
    /// Where the mapping begins.
    let mark: YAMLMark
    private let entries: [YAMLEntry]

    /// Nothing when the node is no mapping. Null is an empty one: a section whose keys are all commented
    /// out. Keys that are not among `keys` are faults.
    init?(_ node: YAMLNode, keys: [String], subject: String, context: DecodingContext) {
        self.context = context
        self.subject = subject
        mark = node.mark
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .scalar where node.isNull: entries = []
        default:
            context.report(
                node.mark,
                "\(subject) is a mapping of keys and values, not \(Self.kind(of: node))"
            )
            return nil
        }
        for entry in entries where !keys.contains(entry.key) {
            let shown = DecodingContext.shown(entry.key, otherwise: "this")
            let hint = DecodingContext.hint(for: entry.key, among: keys)
            context.report(entry.keyMark, "\(shown) is no key of \(subject)\(hint)")
        }
    }

    func node(_ key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

    func report(_ message: String, at node: YAMLNode? = nil) { context.report(node?.mark ?? mark, message) }

    /// The value of `key`; nothing when it is absent or faulty.
    func read<Value>(_ key: String, as setting: Setting<Value>) -> Value? {
        guard let node = node(key) else { return nil }
        return Self.read(node, as: setting, subject: "'\(key)'", context: context)
    }

    /// Puts the value of `key`, when there is a good one, in the place of the default.
    func read<Value>(_ key: String, as setting: Setting<Value>, into value: inout Value) {
        if let read = read(key, as: setting) { value = read }
    }

    /// The value of `key`; its absence is a fault.
    func require<Value>(_ key: String, as setting: Setting<Value>) -> Value? {
        if node(key) == nil { report("\(subject) has no '\(key)'") }
        return read(key, as: setting)
    }

    /// The mapping under `key`; nothing when it is absent or faulty.
    func mapping(_ key: String, keys: [String]) -> MappingReader? {
        guard let node = node(key) else { return nil }
        return MappingReader(node, keys: keys, subject: "'\(key)'", context: context)
    }

    /// The entries of the mapping under `key`, whatever their keys are: empty when it is absent, nothing
    /// when it is faulty.
    func freeMapping(_ key: String) -> [YAMLEntry]? {
        guard let node = node(key), !node.isNull else { return [] }
        if case .mapping(let entries) = node.content { return entries }
        report("'\(key)' is a mapping of keys and values, not \(Self.kind(of: node))", at: node)
        return nil
    }

    /// The items of the list under `key`; nothing when it is absent or faulty.
    func list(_ key: String) -> [YAMLNode]? {
        guard let node = node(key), !node.isNull else { return nil }
        if case .sequence(let items) = node.content { return items }
        report("'\(key)' is a list, not \(Self.kind(of: node))", at: node)
        return nil
    }

    static func read<Value>(
        _ node: YAMLNode,
        as setting: Setting<Value>,
        subject: String,
        context: DecodingContext
    ) -> Value? {
        guard let scalar = node.scalar else {
            context.report(node.mark, "\(subject) wants a single value, not \(kind(of: node))")
            return nil
        }
        guard !node.isNull else {
            context.report(node.mark, "\(subject) is empty; give it a value or leave it out")
            return nil
        }
        guard let resolved = context.resolve(scalar, at: node.mark) else { return nil }
        let isQuoted = scalar.value == .string && scalar.style != .plain && !resolved.isFromOutside
        let isWrongType = setting.isPlain && isQuoted
        let outcome = setting.read(resolved.text)
        if case .value(let value) = outcome, !isWrongType { return value }
        context.report(
            node.mark,
            "\(subject) wants \(complaint(about: resolved, outcome, isSecret: setting.isSecret))"
        )
        return nil
    }

    /// What would be right and, where it may be shown, what stands there instead.
    private static func complaint<Value>(
        about resolved: ResolvedText,
        _ outcome: Setting<Value>.Outcome,
        isSecret: Bool
    ) -> String {
        guard case .wants(let wanted, let hint) = outcome else { return "a value without quotes" }
        if resolved.isFromOutside { return "\(wanted); what ${…} stands for is not that" }
        if isSecret { return wanted }
        return "\(wanted), not \(DecodingContext.shown(resolved.text, otherwise: "what stands here"))\(hint)"
    }

    /// What a node is, in words.
    static func kind(of node: YAMLNode) -> String {
        switch node.content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: "nothing"
            case .boolean: "true or false"
            case .integer, .double: "a number"
            case .string: "text"
            }
        }
    }
}
