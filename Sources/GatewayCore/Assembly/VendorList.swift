import Primitives
import UnifiedModel
import VendorKit

/// The adapters' one list, as the configuration and the gateway look vendors up in it.
public struct VendorList: VendorCatalog, Sendable {
    private let byName: [String: Vendor]
    /// The vendors' names in the list's order.
    public let vendorNames: [String]

    /// A list of these vendors.
    public init(_ vendors: [Vendor]) {
        vendorNames = vendors.map { "\($0.name)" }
        byName = Dictionary(uniqueKeysWithValues: vendors.map { ("\($0.name)", $0) })
    }

    /// The adapter of that name.
    public subscript(name: String) -> Vendor? { byName[name] }

    /// What a connection to that vendor may be configured with.
    public func vendor(named name: String) -> VendorConfigurationSchema? {
        guard let vendor = byName[name] else { return nil }
        return VendorConfigurationSchema(
            hosts: vendor.baseURLs.sorted { $0.key.name < $1.key.name }.compactMap { host, url in
                (try? BaseURL(url)).map { VendorConfigurationSchema.Host(name: host.name, baseURL: $0) }
            },
            requiredCredentials: vendor.settings.filter(\.isRequired).map { "\($0.name)" },
            optionalCredentials: vendor.settings.filter { !$0.isRequired }.map { "\($0.name)" },
            quota: vendor.quota.map { limit in
                Configuration.QuotaWindow(
                    limit: limit.limit, window: limit.window,
                    key: limit.scope == .egress ? .egress : .credential)
            },
            cacheableOperations: Operation.allCases.filter { operation in
                operation.family != nil && vendor.endpoints.summary(of: operation) != nil
            }.map(\.rawValue),
            timeZone: "\(vendor.timeZone)")
    }
}
