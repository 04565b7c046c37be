import HTTPCore
import JSONCore
import Primitives

/// What scripts ask of a simulator behind the vendor's back, below `/{vendor}/-/`: it passes neither the limit
/// nor the credentials, and is not counted.
struct SimulatorControl {
    let simulator: any VendorSimulator

    /// What every path of the control begins with, behind the vendor's name.
    static let prefix: Text = "/-/"

    /// Answers a request whose path begins with the prefix.
    func respond(to request: Request) -> Response {
        let name = request.path[Self.prefix.count..<request.path.count].string
        do {
            switch (request.method, name) {
            case (.get, "statistics"): return simulator.statistics.response
            case (.post, "faults"): return try planFault(request.body)
            case (.post, "limit"): return try changeLimit(request.body)
            case (.post, "credentials"): return issueCredentials()
            case (.post, "reset"): return try reset(request.body)
            default:
                return Self.refusal(
                    404, "There are GET statistics, POST faults, POST limit, POST credentials and POST reset."
                )
            }
        } catch let refusal as FaultOrder.Refusal {
            return Self.refusal(400, refusal.message)
        } catch {
            return Self.refusal(400, "\(error)")
        }
    }

    private func planFault(_ body: ByteBuffer?) throws -> Response {
        guard let body else { throw FaultOrder.Refusal("The body is a JSON object that names a fault.") }
        try FaultOrder(JSONDocument.parse(body).root.object()).add(to: simulator.faults)
        return Response(.noContent)
    }

    private func changeLimit(_ body: ByteBuffer?) throws -> Response {
        guard let body else {
            throw FaultOrder.Refusal("The body is a JSON object of limit and window_seconds.")
        }
        var object = try JSONDocument.parse(body).root.object()
        let (count, seconds) = (try object.integer("limit"), try object.integer("window_seconds"))
        guard (1...1_000_000).contains(count), (1...86_400).contains(seconds) else {
            throw FaultOrder.Refusal("limit is from 1 to 1000000, window_seconds from 1 to 86400.")
        }
        simulator.changeLimit(toCount: Int(count), in: .seconds(seconds))
        return Response(.noContent)
    }

    /// A pair of tokens that nobody had before, while the older refresh tokens stop working.
    private func issueCredentials() -> Response {
        guard let pair = simulator.issuePair() else {
            return Self.refusal(404, "The credentials of this vendor do not come in pairs.")
        }
        return .json(.created) {
            $0.member("token", pair.token)
            $0.member("refresh_token", pair.refreshToken)
        }
    }

    /// Without a body everything begins anew; `{"only": ["statistics"]}` names parts.
    private func reset(_ body: ByteBuffer?) throws -> Response {
        var parts = Set(SimulatorPart.allCases)
        if let body, body.count > 0 {
            var object = try JSONDocument.parse(body).root.object()
            parts = Set(try object.array("only").map { try Self.part($0.string().string) })
        }
        simulator.reset(parts)
        return Response(.noContent)
    }

    private static func part(_ name: String) throws -> SimulatorPart {
        guard let part = SimulatorPart(rawValue: name) else {
            let names = SimulatorPart.allCases.map(\.rawValue).joined(separator: ", ")
            throw FaultOrder.Refusal("'\(name)' is no part of a simulator; there are \(names).")
        }
        return part
    }

    private static func refusal(_ status: Int, _ message: String) -> Response {
        .json(Status(status)) { $0.member("message", message) }
    }
}
