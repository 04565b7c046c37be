public import Primitives
import YAMLCore

extension Configuration {
    /// The longest configuration file, in bytes.
    public static let maximumFile = 1 << 20

    /// Reads and checks a file. `resources` are what scopes may be about; any when empty. Throws everything
    /// that is wrong with it.
    public static func load(
        file: String,
        surroundings: some ConfigurationSurroundings,
        vendors: some VendorCatalog,
        resources: [String] = []
    ) throws(ConfigurationFaults) -> Configuration {
        let bytes: [UInt8]
        do throws(FileUnreadable) {
            bytes = try surroundings.contents(ofFile: file, limit: maximumFile)
        } catch {
            let fault = ConfigurationFault(file: file, message: "cannot be read: \(error.reason)")
            throw ConfigurationFaults(faults: [fault])
        }
        return try decode(
            ByteBuffer(bytes),
            file: file,
            surroundings: surroundings,
            vendors: vendors,
            resources: resources
        )
    }

    /// Checks the text of a file; `file` is what faults call it and where relative `${file:…}` begin.
    public static func decode(
        _ source: ByteBuffer,
        file: String,
        surroundings: some ConfigurationSurroundings,
        vendors: some VendorCatalog,
        resources: [String] = []
    ) throws(ConfigurationFaults) -> Configuration {
        let context = DecodingContext(
            file: file,
            surroundings: surroundings,
            vendors: vendors,
            resources: resources
        )
        var configuration = Configuration()
        do throws(YAMLFailure) {
            let document = try YAMLDocument(parsing: source, limits: YAMLLimits(bytes: maximumFile))
            configuration.read(document.root, context)
        } catch {
            for fault in error.faults { context.report(fault.mark, fault.message) }
            if let readable = error.readable { configuration.read(readable, context) }
        }
        guard context.faults.isEmpty else {
            let faults = context.faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            throw ConfigurationFaults(faults: faults)
        }
        return configuration
    }

    private mutating func read(_ root: YAMLNode, _ context: DecodingContext) {
        let keys = ["server", "store", "limits", "proxies", "consumers", "connections", "log", "cache"]
        guard let file = MappingReader(root, keys: keys, subject: "the configuration", context: context)
        else {
            return
        }
        server.read(file)
        if let read = Store(file) { store = read }
        limits.read(file)
        proxies = (file.list("proxies") ?? []).compactMap {
            MappingReader.read($0, as: .addressRange, subject: "'proxies'", context: context)
        }
        log.read(file)
        cache.read(file)
        let readConsumers = NamedList.read("consumers", of: file, without: "nobody may call", Consumer.init)
        Self.reportSharedKeys(readConsumers, context)
        consumers = readConsumers.map(\.item)
        connections = NamedList.read(
            "connections",
            of: file,
            without: "there is nobody to ask",
            Connection.init
        )
        .map(\.item)
    }

    /// Two consumers with one key could not be told apart.
    private static func reportSharedKeys(
        _ consumers: [(node: YAMLNode, item: Consumer)],
        _ context: DecodingContext
    ) {
        var lines: [[UInt8]: Int] = [:]
        for (node, consumer) in consumers {
            let key = node["key"] ?? node["key_sha256"] ?? node
            if let line = lines[consumer.keyDigest] {
                context.report(key.mark, "this is the key of another consumer too, on line \(line)")
            } else {
                lines[consumer.keyDigest] = key.mark.line
            }
        }
    }
}
