import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Vendors made for a test, which fills in their tables.
enum DemoVendor {
    /// A vendor of that name.
    static func make(_ name: StaticString = "demo", _ fill: (Endpoints) -> Void) -> Vendor {
        Vendor(
            name: name, baseURLs: [.main: "https://demo.example"], settings: [.secret("token")],
            credentials: .fixed(.bearer("token")), endpoints: Endpoints(fill),
            failure: { answer in
                answer.failureByStatus.map { VendorFailure($0, quoting: answer.document?.root) }
            })
    }

    /// A gateway with one connection to each vendor, named as the vendor.
    static func gateway(
        _ vendors: [Vendor], _ stand: @escaping HarnessTransport.Stand
    ) throws -> GatewayHarness {
        let connections = vendors.map { vendor in
            GatewayHarness.Connection(
                name: "\(vendor.name)", quota: [], stand: stand, vendor: "\(vendor.name)",
                credentials: ["token": "planted-token"])
        }
        return try GatewayHarness(connections, vendors: vendors)
    }

    /// A gateway with one connection, `demo`.
    static func gateway(
        _ stand: @escaping HarnessTransport.Stand, _ fill: (Endpoints) -> Void
    ) throws -> GatewayHarness {
        try gateway([make("demo", fill)], stand)
    }

    /// The calls that a gateway has made, as method, path and query.
    static func calls(_ gateway: GatewayHarness) -> [String] {
        gateway.transport.calls.map { call in
            "\(call.method)".uppercased() + " \(call.path)" + (call.query.map { "?\($0)" } ?? "")
        }
    }

    /// The pages of `/surveys`, whose rows are `{"id"}` in an array.
    static func surveys(
        isWanted: @escaping @Sendable (Survey) -> Bool = { _ in true }
    ) -> ListStage<Survey> {
        ListStage(
            request: { page in
                var request = VendorRequest(.get, "/surveys")
                request.query("page", page.number)
                request.query("size", page.size)
                return request
            },
            rows: { answer, page in
                let rows = try answer.array()
                return RowPage(rows: rows, total: nil, hasMore: rows.count == page.size)
            },
            record: { row in
                var row = try row.object()
                return Survey(remoteID: try row.text("id"))
            }, isWanted: isWanted)
    }

    /// A page of surveys with these ids.
    static func rows(_ ids: some Sequence<Int>) -> VendorReply {
        .json("[" + ids.map { "{\"id\": \"\($0)\"}" }.joined(separator: ",") + "]")
    }

    /// A list of surveys that needs one lookup, a call of `/reference` for each page of it.
    static func lookedUpSurveys(_ lookup: Lookup<[Text: Text]>) -> ListEndpoint<Survey, SurveyFilters> {
        ListEndpoint(
            lookups: { _ in [lookup.step] },
            plan: { _, results, _ in
                let known = results[lookup] ?? [:]
                return ListPlan([surveys { known[$0.remoteID ?? ""] != nil }])
            })
    }

    /// A lookup of `/reference`, whose pages are `{"ids", "more"}`.
    static func reference(maximumPages: Int = 10, lifetime: Duration = .seconds(60)) -> Lookup<[Text: Text]> {
        Lookup(
            "reference", lifetime: lifetime, maximumPages: maximumPages,
            request: { _, page in
                var request = VendorRequest(.get, "/reference")
                request.query("page", page)
                return request
            },
            read: { answer, _, before in
                var object = try answer.object()
                var known = before ?? [:]
                for id in try object.array("ids") { known[Text(try id.string().string)] = "" }
                return (known, try object.bool("more"))
            })
    }
}
