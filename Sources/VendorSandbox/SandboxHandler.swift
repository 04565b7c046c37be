import HTTPCore
import Primitives

/// Every simulator behind one address: the first segment of a path names the vendor, and the simulator
/// gets the rest. Below `/{vendor}/-/` it is asked what it saw and told which faults to have.
public struct SandboxHandler: RequestHandler {
    private let simulators: [Text: any VendorSimulator]

    /// Simulators with their first data set.
    ///
    /// - Parameter limits: For vendors that granted more than they document, how many calls a window may
    ///   hold.
    public init(time: any TimeSource, limits: [String: Int] = [:]) {
        var track = TrackConfiguration()
        if let limit = limits["track"] { track.limit?.count = limit }
        var trackNPS = TrackNPSConfiguration()
        if let limit = limits["track_nps"] { trackNPS.limit?.count = limit }
        var cxpress = CxpressConfiguration()
        if let limit = limits["cxpress"] { cxpress.limit?.count = limit }
        simulators = [
            "track": TrackSimulator(time: time, configuration: track),
            "track_nps": TrackNPSSimulator(time: time, configuration: trackNPS),
            "indecx": IndeCXSimulator(time: time),
            "cxpress": CxpressSimulator(time: time, configuration: cxpress),
            "tatodesk": TatodeskSimulator(time: time),
        ]
    }

    /// Answers a call to one of the vendors; 404 for any other path.
    public func respond(to request: Request) async -> Response {
        let path = request.path[min(1, request.path.count)..<request.path.count]
        let slash = path.firstIndex(of: UInt8(ascii: "/")) ?? path.count
        guard let simulator = simulators[path[0..<slash]] else {
            return Response(Status(404))
        }
        var inner = request
        inner.path = path[slash..<path.count]
        let prefix = SimulatorControl.prefix
        if inner.path.count >= prefix.count, inner.path[0..<prefix.count] == prefix {
            return SimulatorControl(simulator: simulator).respond(to: inner)
        }
        return await simulator.respond(to: inner)
    }
}

extension SandboxHandler {
    /// A vendor that is simulated, and what a connection to it is configured with.
    public struct Vendor: Sendable {
        /// The vendor's name, which is also the first segment of its paths.
        public let name: String
        /// The path of the base URL of each of its hosts.
        public let paths: [String: String]
        /// What the simulator takes as credentials.
        public let credentials: [String: String]

        fileprivate init(_ name: String, path: String = "", credentials: [String: String]) {
            self.name = name
            self.credentials = credentials
            paths = ["main": "/\(name)\(path)"]
        }

        fileprivate init(_ name: String, hosts: [String], credentials: [String: String]) {
            self.name = name
            self.credentials = credentials
            paths = Dictionary(uniqueKeysWithValues: hosts.map { ($0, "/\(name)/\($0)") })
        }
    }

    /// The vendors there are simulators for.
    public static let vendors: [Vendor] = [
        Vendor(
            "track",
            credentials: ["token": "sandbox-token", "organization": TrackConfiguration().organization]),
        Vendor("track_nps", path: "/v2", credentials: ["token": "sandbox-token"]),
        Vendor("indecx", credentials: ["company_key": "sandbox-company-key"]),
        Vendor(
            "cxpress",
            credentials: [
                "domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token",
            ]),
        Vendor(
            "tatodesk", hosts: TatodeskSimulator.hosts,
            credentials: [
                "api_key": "sandbox-api-key", "report_key": "sandbox-report-key",
                "visits_key": "sandbox-visits-key", "crm_key": "sandbox-crm-key",
                "survey_key": "sandbox-survey-key",
            ]),
    ]
}
