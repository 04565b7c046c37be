import Primitives
import YAMLCore

extension Configuration.Connection {
    private static let keys = [
        "name", "vendor", "base_url", "base_urls", "credentials", "quota", "cache", "max_in_flight",
        "timezone", "hook_secret", "timeouts", "booking_channel_id",
    ]

    /// Nothing, and the faults said, when a part that has no default is missing or wrong.
    init?(_ item: MappingNode) {
        guard let reader = item.reader(keys: Self.keys, subject: "a connection") else { return nil }
        let context = reader.context
        let name = reader.require("name", as: .name)
        let vendor = reader.require("vendor", as: .vendor(of: context.vendors))
        let schema = vendor.flatMap { context.vendors.vendor(named: $0) }
        let connectionReader = ConnectionReader(reader: reader, schema: schema)
        self.init(
            name: name ?? "",
            vendor: vendor ?? "",
            baseURLs: connectionReader.baseURLs(),
            credentials: connectionReader.credentials(),
            quota: connectionReader.quota(),
            timeZone: connectionReader.timeZone()
        )
        cacheLifetimes = connectionReader.cacheLifetimes()
        readRest(reader)
        if name == nil || schema == nil { return nil }
    }

    private mutating func readRest(_ reader: MappingReader) {
        reader.read("max_in_flight", as: .integer(in: 1...100_000), into: &maximumInFlight)
        hookSecret = reader.read("hook_secret", as: .pathSegment)
        reader.read("booking_channel_id", as: .integer(in: 0...Int(Int32.max)), into: &bookingChannelID)
        timeouts.read(reader)
    }
}

extension Configuration.Timeouts {
    fileprivate mutating func read(_ connection: MappingReader) {
        guard let reader = connection.mapping("timeouts", keys: ["connect", "first_byte", "total"]) else {
            return
        }
        let setting = Setting.duration(in: .milliseconds(1) ... .seconds(600))
        reader.read("connect", as: setting, into: &connect)
        reader.read("first_byte", as: setting, into: &firstByte)
        reader.read("total", as: setting, into: &total)
        for (key, value) in [("connect", connect), ("first_byte", firstByte)] where value > total {
            reader.report(
                "'\(key)' (\(DurationText.text(value))) is longer than 'total' (\(DurationText.text(total)))",
                at: reader.node(key) ?? reader.node("total")
            )
        }
    }
}

/// Reads the parts of a connection that its vendor has a say in; without a known vendor they are read as
/// far as they can be.
private struct ConnectionReader {
    let reader: MappingReader
    let schema: VendorConfigurationSchema?

    private var context: DecodingContext { reader.context }

    func baseURLs() -> [String: BaseURL] {
        let hosts = schema?.hosts ?? []
        var urls: [String: BaseURL] = [:]
        for host in hosts { urls[host.name] = host.baseURL }
        if let node = reader.node("base_url"), let url = reader.read("base_url", as: .baseURL) {
            if hosts.count > 1 {
                let names = hosts.map(\.name).joined(separator: ", ")
                reader.report("this vendor has several hosts: give 'base_urls' of \(names)", at: node)
            } else if reader.node("base_urls") != nil {
                reader.report("a connection has 'base_url' or 'base_urls', not both", at: node)
            }
            for host in hosts { urls[host.name] = url }
        }
        for entry in reader.freeMapping("base_urls") ?? [] {
            let url = MappingReader.read(
                entry.value,
                as: .baseURL,
                subject: shown(entry, otherwise: "a host"),
                context: context
            )
            if let url { urls[entry.key] = url }
            reportUnknown(entry, known: schema.map { $0.hosts.map(\.name) }, subject: "host of this vendor")
        }
        return urls
    }

    func credentials() -> [String: Secret] {
        var credentials: [String: Secret] = [:]
        guard let entries = reader.freeMapping("credentials") else { return [:] }
        for entry in entries {
            credentials[entry.key] = MappingReader.read(
                entry.value,
                as: .secret,
                subject: shown(entry, otherwise: "a credential"),
                context: context
            )
            let known = schema.map { $0.requiredCredentials + $0.optionalCredentials }
            reportUnknown(entry, known: known, subject: "credential of this vendor")
        }
        for key in schema?.requiredCredentials ?? [] where !entries.contains(where: { $0.key == key }) {
            reader.report("this vendor's 'credentials' want '\(key)'", at: reader.node("credentials"))
        }
        return credentials
    }

    func quota() -> [Configuration.QuotaWindow] {
        guard let items = reader.list("quota") else { return schema?.quota ?? [] }
        if items.isEmpty {
            reader.report(
                "'quota' is empty; give the vendor's windows, or leave it out for the documented ones",
                at: reader.node("quota")
            )
        }
        return items.compactMap(quotaWindow)
    }

    private func quotaWindow(_ node: YAMLNode) -> Configuration.QuotaWindow? {
        let keys = ["limit", "window", "key", "margin"]
        guard let item = MappingReader(node, keys: keys, subject: "a quota window", context: context) else {
            return nil
        }
        let limit = item.require("limit", as: .integer(in: MappingReader.counts))
        let length = item.require("window", as: .duration(in: MappingReader.windows))
        let key = item.read("key", as: .choice(of: Configuration.QuotaWindow.Key.self))
        let margin = item.read("margin", as: .duration(in: .zero ... .seconds(3600)))
        guard let limit, let length else { return nil }
        var window = Configuration.QuotaWindow(limit: limit, window: length)
        if let key { window.key = key }
        if let margin { window.margin = margin }
        return window
    }

    /// The zone that the operator or else the vendor says; UTC after a fault.
    func timeZone() -> Zone {
        if reader.node("timezone") != nil {
            return reader.read("timezone", as: .timeZone(from: context.surroundings)) ?? .utc
        }
        guard let name = schema?.timeZone else { return .utc }
        do throws(ZoneError) {
            return try context.surroundings.timeZone(named: name)
        } catch {
            reader.report("this vendor's time zone, \(name), is not known to this machine: \(error)")
            return .utc
        }
    }

    func cacheLifetimes() -> [String: Duration] {
        var lifetimes: [String: Duration] = [:]
        for entry in reader.freeMapping("cache") ?? [] {
            lifetimes[entry.key] = MappingReader.read(
                entry.value,
                as: .duration(in: .zero ... .seconds(86_400)),
                subject: shown(entry, otherwise: "a lifetime"),
                context: context
            )
            reportUnknown(
                entry,
                known: schema?.cacheableOperations,
                subject: "operation that can be cached here"
            )
        }
        return lifetimes
    }

    private func shown(_ entry: YAMLEntry, otherwise: String) -> String {
        DecodingContext.shown(entry.key, otherwise: otherwise)
    }

    private func reportUnknown(_ entry: YAMLEntry, known: [String]?, subject: String) {
        guard let known, !known.contains(entry.key) else { return }
        let hint = DecodingContext.hint(for: entry.key, among: known)
        context.report(entry.keyMark, "\(shown(entry, otherwise: "this")) is no \(subject)\(hint)")
    }
}
