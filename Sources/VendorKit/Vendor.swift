import HTTPCore
import JSONCore
import Primitives
import UnifiedModel

/// A vendor, as its adapter declares it: tables and pure functions.
public struct Vendor: Sendable {
    /// The name, as it stands in the configuration and in every record.
    public let name: StaticString
    /// The documented address of each of its hosts.
    public let baseURLs: [HostName: String]
    /// The host of calls that name none.
    public let mainHost: HostName
    /// What the operator configures under `credentials`.
    public let settings: [Setting]
    /// How a call proves whose it is.
    public let credentials: CredentialScheme
    /// The documented limits.
    public let quota: [QuotaLimit]
    /// The zone of its times without one and of its days (IANA name), unless the operator says otherwise.
    public let timeZone: StaticString
    /// What it can do. What is absent is unsupported.
    public let endpoints: Endpoints
    /// Whether an answer is a failure, and which.
    public let failure: @Sendable (VendorAnswer) -> VendorFailure?

    /// One key under a connection's `credentials`.
    public struct Setting: Sendable {
        /// The key.
        public let name: StaticString
        /// Whether it may be left out.
        public let isRequired: Bool
        /// Whether it is kept from logs, errors and adapters.
        public let isSecret: Bool

        /// A key that holds a secret.
        public static func secret(_ name: StaticString, required: Bool = true) -> Setting {
            Setting(name: name, isRequired: required, isSecret: true)
        }

        /// A key that is no secret.
        public static func plain(_ name: StaticString, required: Bool = true) -> Setting {
            Setting(name: name, isRequired: required, isSecret: false)
        }
    }

    /// A vendor of these parts.
    public init(
        name: StaticString, baseURLs: [HostName: String], mainHost: HostName = .main,
        settings: [Setting], credentials: CredentialScheme, quota: [QuotaLimit] = [],
        timeZone: StaticString = "UTC", endpoints: Endpoints,
        failure: @escaping @Sendable (VendorAnswer) -> VendorFailure?
    ) {
        self.name = name
        self.baseURLs = baseURLs
        self.mainHost = mainHost
        self.settings = settings
        self.credentials = credentials
        self.quota = quota
        self.timeZone = timeZone
        self.endpoints = endpoints
        self.failure = failure
    }
}

/// A documented limit: so many calls in any window of that length.
public struct QuotaLimit: Sendable, Hashable {
    /// How many calls a window may hold.
    public let limit: Int
    /// How long the window is.
    public let window: Duration
    /// What the vendor counts by.
    public let scope: Scope

    /// What a vendor counts calls by.
    public enum Scope: String, Sendable, CaseIterable {
        /// The credentials they carry.
        case credential
        /// The address they come from.
        case egress
    }

    /// A limit.
    public init(limit: Int, window: Duration, scope: Scope) {
        self.limit = limit
        self.window = window
        self.scope = scope
    }
}
