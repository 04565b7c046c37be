import HTTPServer
import Primitives
import Stores
import VendorKit

extension Gateway {
    /// What a gateway is made of besides its configuration.
    public struct Parts: Sendable {
        /// The adapters there are.
        public var vendors: VendorList
        /// What carries calls to vendors.
        public var transport: any VendorTransport
        /// The OpenAPI document, as YAML, made when it is asked for.
        public var openAPI: @Sendable () -> ByteBuffer
        /// Where requests are logged.
        public var log: any AccessLog
        /// Where what must outlive the process is kept.
        public var store: any Store
        /// Where operators are told of credentials.
        public var credentialLog: any CredentialLog = NoCredentialLog()
        /// A random number from 0 to 1, for what should not happen at one moment everywhere.
        public var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }
        /// What wakes those who wait.
        public var alarms: any AlarmClock
        /// By what clock several processes date what they keep.
        public var bootClock: any BootClock = SystemBootClock()
        /// Makes what one request is known by among all who share the store.
        var owner: @Sendable () -> LeaseOwner = { LeaseOwner() }
        /// Where the time comes from.
        public var time: any TimeSource

        /// The parts; without a store, one that ends with the process.
        public init(
            vendors: VendorList, transport: any VendorTransport,
            openAPI: @escaping @autoclosure @Sendable () -> ByteBuffer,
            store: (any Store)? = nil, alarms: any AlarmClock, log: any AccessLog = NoAccessLog(),
            time: any TimeSource = SystemTime()
        ) {
            self.vendors = vendors
            self.transport = transport
            self.openAPI = openAPI
            self.store = store ?? MemoryStore(time: time)
            self.alarms = alarms
            self.log = log
            self.time = time
        }
    }

    /// The public API and the admin listener's, on the same connections.
    public struct Assembly: Sendable {
        /// Answers what apps ask.
        public let gateway: Gateway
        /// Answers what operators ask.
        public let admin: Gateway
        let connections: ConnectionTable
        let quotas: [Quota]
        let idempotency: IdempotencyLedger
        let time: any TimeSource

        /// Writes down exactly what was spent, once no more requests are answered. Without it, what was
        /// reserved counts as spent at the next start.
        public func close() async {
            for quota in quotas { await quota.close() }
        }
    }

    /// Puts a gateway together.
    ///
    /// - Throws: ``AssemblyFault`` when the parts do not fit: an unknown vendor, routes that are
    ///   ambiguous.
    public static func assemble(
        _ configuration: Configuration, _ parts: Parts
    ) throws(AssemblyFault) -> Assembly {
        var registry = QuotaRegistry(
            store: parts.store, bootClock: parts.bootClock, time: parts.time, alarms: parts.alarms)
        let connections = try connections(configuration, parts, &registry)
        let services = ServiceRoutes(openAPI: OpenAPIDocument(parts.openAPI))
        let key = cursorKey(configuration)
        let idempotency = IdempotencyLedger(
            IdempotencyVault(parts.store, seal: Seal(key: configuration.store.key)),
            transport: parts.transport, alarms: parts.alarms, owner: parts.owner, time: parts.time)
        let cache = ResponseCache(
            maximumBytes: configuration.cache.maximumBytes, connections: connections.all, time: parts.time,
            alarms: parts.alarms)
        func gateway(
            _ routes: [Route], _ clientLimits: ClientLimits?
        ) throws(AssemblyFault) -> Gateway {
            do throws(RouteError) {
                return try Gateway(
                    routes: routes, consumers: ConsumerTable(configuration.consumers),
                    connections: connections, transport: parts.transport, cache: cache, cursorKey: key,
                    idempotency: idempotency, clients: ClientAddresses(proxies: configuration.proxies),
                    clientLimits: clientLimits,
                    maximumInFlight: configuration.limits.inFlight,
                    timeLimit: configuration.server.requestTimeout, log: parts.log, time: parts.time)
            } catch {
                throw AssemblyFault("The routes are ambiguous: \(error).")
            }
        }
        return Assembly(
            gateway: try gateway(
                services.all + vendorRoutes, configuration.limits.perIP.map(ClientLimits.init)),
            admin: try gateway(services.health, nil), connections: connections, quotas: registry.all,
            idempotency: idempotency, time: parts.time)
    }

    /// The routes that lead to vendors.
    static let vendorRoutes = OperationRoutes.all + PassthroughRoutes.all

    /// The routes there are, a line each, for `cx-gateway routes`.
    public static var routeTable: [(method: String, path: String, operation: String)] {
        let services = ServiceRoutes(openAPI: OpenAPIDocument { ByteBuffer() })
        return (vendorRoutes + services.all).map { ($0.method.name.string, $0.path, $0.operation) }
    }

    /// The resources that scopes can be about.
    public static var resources: [String] {
        let scopes = vendorRoutes.compactMap { route -> String? in
            if case .scope(let scope) = route.access { scope.resource } else { nil }
        }
        return Array(Set(scopes)).sorted()
    }

    private static func connections(
        _ configuration: Configuration, _ parts: Parts, _ registry: inout QuotaRegistry
    ) throws(AssemblyFault) -> ConnectionTable {
        let keeping = CredentialKeeping(
            store: parts.store, seal: Seal(key: configuration.store.key), jitter: parts.jitter,
            log: parts.credentialLog, alarms: parts.alarms)
        var connections: [VendorConnection] = []
        for connection in configuration.connections {
            guard let vendor = parts.vendors[connection.vendor] else {
                throw AssemblyFault("There is no vendor named '\(connection.vendor)'.")
            }
            connections.append(
                VendorConnection(
                    connection, vendor: vendor, quotas: registry.quotas(of: connection, vendor),
                    lifetimes: AnswerLifetimes(
                        connection.cacheLifetimes, keepsAnswers: configuration.cache.maximumBytes > 0),
                    transport: parts.transport, keeping: keeping, time: parts.time))
        }
        return ConnectionTable(connections)
    }

    /// Cursors last as long as the configuration they were made under: the key comes of what is secret in
    /// it and the same in every process that runs it.
    private static func cursorKey(_ configuration: Configuration) -> [UInt8] {
        var material = Array("cx-gateway cursor".utf8)
        for consumer in configuration.consumers { material += consumer.keyDigest }
        for connection in configuration.connections {
            for (_, secret) in connection.credentials.sorted(by: { $0.key < $1.key }) {
                material += Digest.sha256(Array(secret.reveal().utf8))
            }
        }
        return Digest.sha256(material)
    }
}

/// Why a gateway could not be put together.
public struct AssemblyFault: Error, CustomStringConvertible {
    /// What does not fit.
    public let description: String

    init(_ description: String) { self.description = description }
}
