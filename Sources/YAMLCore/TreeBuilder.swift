import Primitives

/// Builds the tree of one document out of libyaml's events.
struct TreeBuilder {
    let limits: YAMLLimits
    /// Keys that stand twice do not stop the reading: all of them are worth saying at once.
    private(set) var doubledKeys: [YAMLFault] = []

    init(limits: YAMLLimits) { self.limits = limits }

    mutating func build(_ source: ByteBuffer) throws(YAMLFault) -> YAMLNode {
        let top = YAMLMark(line: 1, column: 1)
        guard source.count <= limits.bytes else {
            throw YAMLFault(at: top, "this is longer than \(limits.bytes) bytes")
        }
        guard let reader = EventReader(source) else { throw YAMLFault(at: top, "out of memory") }
        _ = try reader.next()
        guard case .documentStart = try reader.next().kind else {
            return YAMLNode(.scalar(YAMLScalar("")), at: top)
        }
        let root = try node(try reader.next(), from: reader, depth: 0)
        _ = try reader.next()
        let last = try reader.next()
        guard case .streamEnd = last.kind else {
            throw YAMLFault(at: last.mark, "a second document begins here; a file holds one")
        }
        return root
    }

    private mutating func node(
        _ event: Event,
        from reader: EventReader,
        depth: Int
    ) throws(YAMLFault) -> YAMLNode {
        try refuseReferences(event)
        switch event.kind {
        case .scalar(let text, let style):
            let scalar = YAMLScalar(text, style: style, tag: try scalarTag(event))
            return YAMLNode(.scalar(scalar), at: event.mark)
        case .sequenceStart:
            try checkCollection(event, tag: "tag:yaml.org,2002:seq", depth: depth)
            return YAMLNode(.sequence(try items(from: reader, depth: depth + 1)), at: event.mark)
        case .mappingStart:
            try checkCollection(event, tag: "tag:yaml.org,2002:map", depth: depth)
            return YAMLNode(.mapping(try entries(from: reader, depth: depth + 1)), at: event.mark)
        default:
            throw YAMLFault(at: event.mark, "a value is wanted here")
        }
    }

    private mutating func items(from reader: EventReader, depth: Int) throws(YAMLFault) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try reader.next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event, from: reader, depth: depth))
        }
    }

    private mutating func entries(from reader: EventReader, depth: Int) throws(YAMLFault) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try reader.next()
            if case .mappingEnd = event.kind { return entries }
            try refuseReferences(event)
            guard case .scalar(let key, _) = event.kind else {
                throw YAMLFault(at: event.mark, "a key is a scalar, not a list or a mapping")
            }
            _ = try scalarTag(event)
            let value = try node(try reader.next(), from: reader, depth: depth)
            if let line = lines[key] {
                doubledKeys.append(
                    YAMLFault(at: event.mark, "the key '\(key)' stands twice; it is on line \(line) already")
                )
            } else {
                lines[key] = event.mark.line
                entries.append(YAMLEntry(key: key, keyMark: event.mark, value: value))
            }
        }
    }

    private func refuseReferences(_ event: Event) throws(YAMLFault) {
        if case .alias = event.kind {
            throw YAMLFault(
                at: event.mark,
                "aliases (*name) are not read; a value that begins with * goes in quotes"
            )
        }
        if event.isAnchored {
            throw YAMLFault(
                at: event.mark,
                "anchors (&name) are not read; a value that begins with & goes in quotes"
            )
        }
    }

    private func scalarTag(_ event: Event) throws(YAMLFault) -> YAMLScalar.Tag? {
        guard let text = event.tag else { return nil }
        if text == "!" { return .string }
        guard let tag = YAMLScalar.Tag(rawValue: text) else { throw Self.unknownTag(event.mark) }
        return tag
    }

    private func checkCollection(_ event: Event, tag: String, depth: Int) throws(YAMLFault) {
        guard depth < limits.depth else {
            throw YAMLFault(at: event.mark, "this nests deeper than \(limits.depth) levels")
        }
        if let written = event.tag, written != "!", written != tag { throw Self.unknownTag(event.mark) }
    }

    private static func unknownTag(_ mark: YAMLMark) -> YAMLFault {
        YAMLFault(
            at: mark,
            "this tag is not one of YAML's core schema; a value that begins with ! goes in quotes"
        )
    }
}
