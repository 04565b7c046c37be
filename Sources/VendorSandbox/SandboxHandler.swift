import HTTPCore
import Primitives

/// Every simulator behind one address: the first segment of a path names the vendor, and the simulator
/// gets the rest.
public struct SandboxHandler: RequestHandler {
    /// A vendor that is simulated, and what a connection to it is configured with.
    public struct Vendor: Sendable {
        /// The vendor's name, which is also the first segment of its paths.
        public let name: String
        /// What the simulator takes as credentials.
        public let credentials: [String: String]
    }

    /// The vendors there are simulators for.
    public static let vendors: [Vendor] = [
        Vendor(
            name: "cxpress",
            credentials: [
                "domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token",
            ])
    ]

    private let simulators: [Text: any RequestHandler]

    /// Simulators with their first data set.
    ///
    /// - Parameter limits: For vendors that granted more than they document, how many calls a window may
    ///   hold.
    public init(time: any TimeSource, limits: [String: Int] = [:]) {
        var cxpress = CxpressConfiguration()
        if let limit = limits["cxpress"] { cxpress.limit?.count = limit }
        simulators = ["cxpress": CxpressSimulator(time: time, configuration: cxpress)]
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
        return await simulator.respond(to: inner)
    }
}
