import HTTPCore
import HTTPServer
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
import VendorSandbox
import Vendors

@testable import GatewayCore

/// A dry run tells of the calls that the same request then makes, and makes none.
@Suite struct DryRunTests {
    /// The fields that hold a vendor's proof.
    private static let proofs: Set<String> = ["authorization", "tatodesk-api-key"]

    /// Everything that a sandboxed connection is configured with and that is secret.
    private static let secrets = SandboxHandler.vendors.flatMap { vendor in
        let settings = allVendors.first { "\($0.name)" == vendor.name }?.settings ?? []
        return settings.filter(\.isSecret).compactMap { vendor.credentials["\($0.name)"] }
    }

    @Test func everyOperationOfEveryVendorIsAmongTheCases() {
        let cases = Set(DryRunCase.all.map { "\($0.operation) at \($0.vendor)" })
        for vendor in allVendors {
            for operation in Operation.allCases where operation != .createMedia {
                guard vendor.endpoints.summary(of: operation) != nil else { continue }
                #expect(cases.contains("\(operation) at \(vendor.name)"))
            }
        }
    }

    @Test func everyRouteOfAVendorIsAnOperation() {
        for route in OperationRoutes.all { #expect(Operation(rawValue: route.operation) != nil) }
        for route in PassthroughRoutes.all { #expect(Operation(rawValue: route.operation) == nil) }
    }

    @Test(arguments: DryRunCase.all)
    func tellsWhatIsCalledFirst(_ example: DryRunCase) async throws {
        let harness = try Self.harness(example.vendor)
        let (body, target) = (try example.body(), example.target(with: "dry_run=true"))
        let dry = await harness.send(example.method, target, body: body)
        #expect(harness.transport.calls.isEmpty, "a dry run calls")
        #expect(dry.status == 200, "\(dry.body)")
        #expect(dry.json.keys == ["requests", "depends"])
        let names = dry.fields.all.map(\.name.string)
        #expect(Set(names).isDisjoint(with: ["CX-Upstream-Calls", "Server-Timing", "RateLimit", "Location"]))
        for secret in Self.secrets { #expect(!dry.body.contains(secret)) }

        _ = await harness.send(example.method, example.target, body: body)
        let calls = harness.transport.calls.filter { !Self.isForTokens($0) }
        let requests = dry.json["requests"].elements
        #expect(!requests.isEmpty)
        #expect(requests.allSatisfy { $0["connection"].string == example.vendor })
        if dry.json["depends"] == nil {
            // A list goes on where its first page holds nothing that is wanted.
            if example.method != .get { #expect(requests.count == calls.count) }
            for (request, call) in zip(requests, calls) { try Self.expect(request, call) }
        } else {
            var rest = calls[...]
            for request in requests {
                let place = rest.firstIndex { Self.url(of: $0) == request["url"].string }
                let index = try #require(place, "\(request["url"]) is not called")
                try Self.expect(request, rest[index])
                rest = rest[(index + 1)...]
            }
            try Self.expect(try #require(requests.first), try #require(calls.first))
        }

        // What the vendor issued meanwhile is no more shown than what is configured.
        let again = await harness.send(example.method, target, body: body)
        let proofs = harness.transport.calls.flatMap(\.fields.all).filter {
            Self.proofs.contains($0.name.string.lowercased())
        }.compactMap { $0.value.string.split(separator: " ").last }
        for proof in proofs + Self.secrets.map({ $0[...] }) { #expect(!again.body.contains(proof)) }
    }

    /// A gateway before one vendor's simulator: the others' data would take longer to make than the test.
    private static func harness(_ name: String) throws -> GatewayHarness {
        let time = ManualTime()
        let simulator: any RequestHandler =
            switch name {
            case "track": TrackSimulator(time: time)
            case "track_nps": TrackNPSSimulator(time: time)
            case "indecx": IndeCXSimulator(time: time)
            case "cxpress": CxpressSimulator(time: time)
            default: TatodeskSimulator(time: time)
            }
        let vendor = try #require(SandboxHandler.vendors.first { $0.name == name })
        let connection = GatewayHarness.Connection(
            name: name, quota: [], stand: { await VendorReply(simulator.respond(to: $0)) }, vendor: name,
            credentials: vendor.credentials,
            paths: vendor.paths.mapValues { String($0.dropFirst(name.utf8.count + 1)) })
        return try GatewayHarness([connection], time: time)
    }

    private static func isForTokens(_ call: Request) -> Bool {
        let path = call.path.string
        return path.hasSuffix("/authorization/token") || path.hasSuffix("/external/update/token")
    }

    private static func url(of call: Request) -> String {
        "https://\(call.fields["Host"]?.string ?? "")\(call.path)" + (call.query.map { "?\($0)" } ?? "")
    }

    private static func expect(
        _ request: JSONTree, _ call: Request, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(request["method"].string == call.method.name.string, sourceLocation: sourceLocation)
        #expect(request["url"].string == url(of: call), sourceLocation: sourceLocation)
        let body = try call.body.map { try JSONTree($0) } ?? .null
        #expect(request["body"] == body, sourceLocation: sourceLocation)
        let fields = call.fields.all.filter { $0.name != "Host" }
        #expect(request["headers"].keys == fields.map(\.name.string), sourceLocation: sourceLocation)
        for field in fields {
            var value = field.value.string
            if proofs.contains(field.name.string.lowercased()) {
                let scheme = value.split(separator: " ").dropLast().map { "\($0) " }.joined()
                value = scheme + "[redacted]"
            }
            #expect(
                request["headers"][field.name.string].string == value, sourceLocation: sourceLocation)
        }
    }
}
