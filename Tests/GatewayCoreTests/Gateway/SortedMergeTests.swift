import Primitives
import TestSupport
import Testing

/// Lists in one order across connections.
@Suite struct SortedMergeTests {
    /// A connection whose tickets were closed at those seconds, the vendor's pages as large as asked for.
    private static func connection(_ name: String, _ seconds: [Int]) -> GatewayHarness.Connection {
        GatewayHarness.Connection(name: name) { call in
            let query = call.query?.string ?? ""
            func number(_ parameter: String) -> Int {
                let value = query.split(separator: "&").first { $0.hasPrefix(parameter + "=") } ?? ""
                return Int(value.dropFirst(parameter.count + 1)) ?? 0
            }
            let sorted = query.contains("order_by=desc") ? seconds.sorted(by: >) : seconds.sorted()
            let (page, size) = (number("page"), number("limit"))
            let rows = sorted.dropFirst((page - 1) * size).prefix(size).map { second in
                let moment = Timestamp(seconds: Int64(second))
                return """
                    {"id": "\(second)", "finished_at": "\(moment)", "created_at": "\(moment)", "channel_id": null,
                     "status_id": "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a"}
                    """
            }
            return CxpressRows.page("tickets", Array(rows))
        }
    }

    /// Any tickets behind any number of connections, by any limits, against all of them sorted at once.
    @Test(arguments: UInt64(1)...40)
    func agreesWithSortingEverything(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<generator.integer(1...4)).map { index in
            let spread = generator.element(of: [20, 200, 100_000])
            return (0..<generator.integer(0...60)).map { _ in generator.integer(0...spread) * 8 + index }
        }.map { Array(Set($0)) }
        let gateway = try GatewayHarness(
            sets.enumerated().map { Self.connection("c\($0.offset)", $0.element) })
        let limits = (0..<generator.integer(1...3)).map { _ in generator.integer(1...25) }
        let descending = generator.chance(50)
        let bound = generator.chance(40) ? generator.integer(0...2000) : nil
        let filter = bound.map { "&created_after=\(Timestamp(seconds: Int64($0)))" } ?? ""
        let pages = await gateway.pages(
            "/v1/tickets?state=closed&sort=\(descending ? "-" : "")closed_at\(filter)", limits: limits)
        let found = pages.flatMap(\.records).compactMap { $0["remote_id"].string.flatMap { Int($0) } }
        let expected = sets.flatMap { $0 }.filter { $0 >= bound ?? 0 }.sorted()
        #expect(found == (descending ? expected.reversed() : expected), "limits \(limits)")
        #expect(pages.allSatisfy { $0.status == 200 })
        let stream = await gateway.get(
            "/v1/tickets?state=closed&sort=\(descending ? "-" : "")closed_at\(filter)&limit=\(limits[0])",
            fields: [("Accept", "application/x-ndjson")])
        let lines = stream.lines.dropLast().compactMap { $0["remote_id"].string.flatMap { Int($0) } }
        #expect(lines == found, "limit \(limits[0])")
        #expect(stream.lines.last?["meta"]["count"].integer == found.count)
    }

    /// Without an order, sources are paged side by side: nothing is lost, and nothing is given twice.
    @Test(arguments: UInt64(1)...40)
    func withoutAnOrderEveryRecordComesJustOnce(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<generator.integer(1...5)).map { index in
            (0..<generator.integer(0...50)).map { $0 * 8 + index }
        }
        let gateway = try GatewayHarness(
            sets.enumerated().map { Self.connection("c\($0.offset)", $0.element) })
        let limits = (0..<generator.integer(1...3)).map { _ in generator.integer(1...25) }
        let pages = await gateway.pages("/v1/tickets?state=closed", limits: limits)
        let found = pages.flatMap(\.records).compactMap { $0["remote_id"].string.flatMap { Int($0) } }
        #expect(found.sorted() == sets.flatMap { $0 }.sorted(), "limits \(limits)")
        for (index, page) in pages.enumerated() {
            #expect(page.status == 200 && page.records.count <= limits[index % limits.count])
        }
    }

    @Test(arguments: ["name", "-name"])
    func twoAccountsContactsStandInOneOrder(sort: String) async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated()
        let names = await gateway.pages("/v1/contacts?sort=\(sort)", limits: [50]).flatMap(\.ids)
        #expect(names.count == 600 && Set(names).count == 600)
    }
}
