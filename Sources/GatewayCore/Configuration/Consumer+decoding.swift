import YAMLCore

extension Configuration.Consumer {
    /// Nothing, and the faults said, when a part that has no default is missing or wrong.
    init?(_ item: MappingNode) {
        let keys = ["name", "key", "key_sha256", "scopes", "weight", "limit"]
        guard let reader = item.reader(keys: keys, subject: "a consumer") else { return nil }
        let name = reader.require("name", as: .name)
        let digest = Self.keyDigest(reader)
        let scopes = Self.scopes(reader)
        let weight = reader.read("weight", as: .integer(in: 1...1000))
        let limit = reader.rateLimit("limit")
        guard let name, let digest else { return nil }
        self.init(name: name, keyDigest: digest, scopes: scopes)
        self.weight = weight ?? 1
        self.limit = limit
    }

    private static func keyDigest(_ reader: MappingReader) -> [UInt8]? {
        let key = reader.read("key", as: .key)
        let digest = reader.read("key_sha256", as: .digest)
        switch (reader.node("key"), reader.node("key_sha256")) {
        case (nil, nil): reader.report("a consumer has no key: give 'key' or 'key_sha256'")
        case (_?, let other?): reader.report("a consumer has 'key' or 'key_sha256', not both", at: other)
        default: break
        }
        return digest ?? key.map { Digest.sha256(Array($0.reveal().utf8)) }
    }

    private static func scopes(_ reader: MappingReader) -> [Configuration.Scope] {
        guard reader.node("scopes") != nil else {
            reader.report("a consumer has no 'scopes'; [\"*\"] stands for everything")
            return []
        }
        let nodes = reader.list("scopes") ?? []
        if nodes.isEmpty, let node = reader.node("scopes"), node.isNull || node.content == .sequence([]) {
            reader.report("'scopes' is empty; [\"*\"] stands for everything", at: node)
        }
        let setting = Setting<Configuration.Scope>.scope(resources: reader.context.resources)
        return nodes.compactMap {
            MappingReader.read($0, as: setting, subject: "'scopes'", context: reader.context)
        }
    }
}
