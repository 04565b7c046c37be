import YAMLCore

/// Reads lists whose items have names that must differ.
enum NamedList {
    /// The good items of the list under `key` with their nodes. A list without any is a fault, which says
    /// what a gateway `without` one is like.
    static func read<Item>(
        _ key: String,
        of file: MappingReader,
        without consequence: String,
        _ item: (MappingNode) -> Item?
    ) -> [(node: YAMLNode, item: Item)] {
        let node = file.node(key)
        if node.map({ $0.isNull || $0.content == .sequence([]) }) ?? true {
            file.report("'\(key)' has no entry; without one \(consequence)", at: node)
        }
        let nodes = file.list(key) ?? []
        reportSharedNames(nodes, file.context)
        return nodes.compactMap { node in
            item(MappingNode(node: node, context: file.context)).map { (node, $0) }
        }
    }

    private static func reportSharedNames(_ nodes: [YAMLNode], _ context: DecodingContext) {
        var lines: [String: Int] = [:]
        for node in nodes {
            guard let name = node["name"], let scalar = name.scalar else { continue }
            var interpolation = Interpolation(file: context.file, surroundings: context.surroundings)
            let resolved = interpolation.resolve(scalar.text)
            guard ConfigurationName.isWellFormed(resolved.text) else { continue }
            if let line = lines[resolved.text] {
                let shown = resolved.isFromOutside ? "this name" : "the name '\(resolved.text)'"
                context.report(name.mark, "\(shown) is taken already, on line \(line)")
            } else {
                lines[resolved.text] = name.mark.line
            }
        }
    }
}

/// A node that should be a mapping, not read yet.
struct MappingNode {
    let node: YAMLNode
    let context: DecodingContext

    func reader(keys: [String], subject: String) -> MappingReader? {
        MappingReader(node, keys: keys, subject: subject, context: context)
    }
}
