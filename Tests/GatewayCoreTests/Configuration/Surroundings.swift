import GatewayCore
import Primitives

/// An environment and files that tests decide.
struct StubSurroundings: ConfigurationSurroundings {
    var variables: [String: String] = [:]
    var files: [String: [UInt8]] = [:]
    var missingZones: Set<String> = []

    func variable(named name: String) -> String? { variables[name] }

    func contents(ofFile path: String, limit: Int) throws(FileUnreadable) -> [UInt8] {
        guard let bytes = files[path] else { throw FileUnreadable("No such file or directory") }
        return bytes
    }

    func timeZone(named name: String) throws(ZoneError) -> Zone {
        if missingZones.contains(name) { throw ZoneError.unreadable("No such file or directory") }
        return try Zone(named: name)
    }
}

/// The vendors of the sample configuration.
struct StubVendors: VendorCatalog {
    let vendorNames = ["track", "track_nps", "indecx", "cxpress", "tatodesk"]

    func vendor(named name: String) -> VendorConfigurationSchema? {
        switch name {
        case "track":
            VendorConfigurationSchema(
                hosts: hosts(("api", "https://api.track.co")),
                requiredCredentials: ["token", "organization"],
                quota: [Configuration.QuotaWindow(limit: 2000, window: .seconds(60))],
                cacheableOperations: ["listSurveys", "listDistributions"],
                timeZone: "America/Sao_Paulo"
            )
        case "track_nps":
            VendorConfigurationSchema(
                hosts: hosts(("api", "https://api.tracksale.co/v2")),
                requiredCredentials: ["token"]
            )
        case "indecx":
            VendorConfigurationSchema(
                hosts: hosts(("api", "https://indecx.com")),
                requiredCredentials: ["company_key"],
                timeZone: "America/Sao_Paulo"
            )
        case "cxpress":
            VendorConfigurationSchema(
                hosts: hosts(("api", "https://api.cxpress.io")),
                requiredCredentials: ["domain", "token", "refresh_token"],
                quota: [Configuration.QuotaWindow(limit: 300, window: .seconds(60), key: .egress)],
                cacheableOperations: ["listContacts"]
            )
        case "tatodesk":
            VendorConfigurationSchema(
                hosts: hosts(
                    ("api", "https://api.tatodesk.com"),
                    ("api_v2", "https://api-v2.tatodesk.com"),
                    ("data", "https://data.tatodesk.com"),
                    ("media", "https://media-api.tatodesk.com")
                ),
                requiredCredentials: ["api_key"],
                optionalCredentials: ["report_key", "visits_key", "crm_key", "survey_key"],
                timeZone: "America/Sao_Paulo"
            )
        default: nil
        }
    }

    private func hosts(_ hosts: (String, String)...) -> [VendorConfigurationSchema.Host] {
        hosts.compactMap { name, url in
            (try? BaseURL(url)).map { VendorConfigurationSchema.Host(name: name, baseURL: $0) }
        }
    }
}

/// Decodes `text` as `gateway.yaml` in the directory `etc`.
func decode(
    _ text: String,
    _ surroundings: StubSurroundings = StubSurroundings()
) -> Result<Configuration, ConfigurationFaults> {
    Result { () throws(ConfigurationFaults) in
        try Configuration.decode(
            ByteBuffer(text),
            file: "etc/gateway.yaml",
            surroundings: surroundings,
            vendors: StubVendors(),
            resources: ["contacts", "tickets", "surveys", "responses"]
        )
    }
}

/// The faults of `text`, each as it prints.
func faults(_ text: String, _ surroundings: StubSurroundings = StubSurroundings()) -> [String] {
    switch decode(text, surroundings) {
    case .success: []
    case .failure(let faults): faults.faults.map(\.description)
    }
}

/// `text` with a consumer and a connection before it, on four lines.
func completed(_ text: String) -> String {
    """
    consumers:
      - {name: app, key: secret-of-app, scopes: ["*"]}
    connections:
      - {name: indecx, vendor: indecx, credentials: {company_key: secret-of-indecx}}

    """ + text
}
