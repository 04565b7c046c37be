import Primitives

extension Configuration.Server {
    mutating func read(_ file: MappingReader) {
        let keys = [
            "listen", "admin", "loops", "max_body", "max_connections", "header_timeout", "idle_timeout",
            "request_timeout",
        ]
        guard let reader = file.mapping("server", keys: keys) else { return }
        reader.read("listen", as: .listenAddress, into: &listen)
        reader.read("admin", as: .listenAddress, into: &admin)
        reader.read("loops", as: .integer(in: 0...256), into: &loops)
        reader.read("max_body", as: .size(in: 1 << 10...1 << 30), into: &maximumBody)
        reader.read("max_connections", as: .integer(in: 1...1_000_000), into: &maximumConnections)
        let timeouts = Setting.duration(in: .milliseconds(10) ... .seconds(86_400))
        reader.read("header_timeout", as: timeouts, into: &headerTimeout)
        reader.read("idle_timeout", as: timeouts, into: &idleTimeout)
        reader.read("request_timeout", as: timeouts, into: &requestTimeout)
        if listen == admin, listen.port != 0 {
            reader.report(
                "'listen' and 'admin' are the same address; each wants its own",
                at: reader.node("admin") ?? reader.node("listen")
            )
        }
    }
}

extension Configuration.Store {
    private enum Kind: String, CaseIterable { case sqlite, memory }

    /// Nothing when the file has no store.
    init?(_ file: MappingReader) {
        guard let reader = file.mapping("store", keys: ["kind", "path", "key"]) else { return nil }
        let path = reader.read("path", as: .text)
        let key = reader.read("key", as: .sealingKey)
        switch reader.read("kind", as: .choice(of: Kind.self)) ?? .sqlite {
        case .sqlite:
            self = .sqlite(path: path ?? Self.defaultPath, key: key)
        case .memory:
            for key in ["path", "key"] {
                guard let node = reader.node(key) else { continue }
                reader.report("'\(key)' belongs to kind: sqlite; a store in memory has none", at: node)
            }
            self = .memory
        }
    }
}

extension Configuration.Limits {
    mutating func read(_ file: MappingReader) {
        guard let reader = file.mapping("limits", keys: ["per_ip", "in_flight"]) else { return }
        perIP = reader.rateLimit("per_ip")
        reader.read("in_flight", as: .integer(in: 1...1_000_000), into: &inFlight)
    }
}

extension Configuration.Log {
    mutating func read(_ file: MappingReader) {
        guard let reader = file.mapping("log", keys: ["access", "format", "level"]) else { return }
        reader.read("access", as: .boolean, into: &access)
        reader.read("format", as: .choice(), into: &format)
        reader.read("level", as: .choice(), into: &level)
    }
}

extension Configuration.Cache {
    mutating func read(_ file: MappingReader) {
        guard let reader = file.mapping("cache", keys: ["max_bytes"]) else { return }
        reader.read("max_bytes", as: .size(in: 0...1 << 40), into: &maximumBytes)
    }
}

extension MappingReader {
    /// The lengths a window may have.
    static let windows = Duration.milliseconds(100) ... .seconds(31 * 86_400)
    /// The calls a window may have.
    static let counts = 1...1_000_000_000

    /// `{limit, window}`, both required, under `key`.
    func rateLimit(_ key: String) -> Configuration.RateLimit? {
        guard let reader = mapping(key, keys: ["limit", "window"]) else { return nil }
        let limit = reader.require("limit", as: .integer(in: Self.counts))
        let window = reader.require("window", as: .duration(in: Self.windows))
        guard let limit, let window else { return nil }
        return Configuration.RateLimit(limit: limit, window: window)
    }
}
