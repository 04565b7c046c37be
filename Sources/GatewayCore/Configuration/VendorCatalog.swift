/// What the configuration must know of the vendors. The adapters' one list is turned into it.
public protocol VendorCatalog {
    /// The names a connection's `vendor` may have, for messages.
    var vendorNames: [String] { get }

    /// What a connection to that vendor may be configured with; nothing when there is no such vendor.
    func vendor(named name: String) -> VendorConfigurationSchema?
}

/// What a connection to one vendor may be configured with.
public struct VendorConfigurationSchema: Sendable {
    /// One of the vendor's hosts.
    public struct Host: Sendable {
        /// Its name as a key of `base_urls`.
        public var name: String
        /// Where it is unless the configuration says otherwise.
        public var baseURL: BaseURL

        /// A host and where it is by default.
        public init(name: String, baseURL: BaseURL) {
            self.name = name
            self.baseURL = baseURL
        }
    }

    /// The vendor's hosts, at least one. `base_url` alone is taken only where there is just one.
    public var hosts: [Host]
    /// Keys that `credentials` must have.
    public var requiredCredentials: [String]
    /// Keys that `credentials` may have.
    public var optionalCredentials: [String]
    /// The vendor's documented quota; empty when it documents none.
    public var quota: [Configuration.QuotaWindow]
    /// Operations that a connection's `cache` may name.
    public var cacheableOperations: [String]
    /// The zone of times without one, unless the connection says otherwise.
    public var timeZone: String

    /// What a connection to the vendor may be configured with.
    public init(
        hosts: [Host],
        requiredCredentials: [String],
        optionalCredentials: [String] = [],
        quota: [Configuration.QuotaWindow] = [],
        cacheableOperations: [String] = [],
        timeZone: String = "UTC"
    ) {
        self.hosts = hosts
        self.requiredCredentials = requiredCredentials
        self.optionalCredentials = optionalCredentials
        self.quota = quota
        self.cacheableOperations = cacheableOperations
        self.timeZone = timeZone
    }
}
