import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// Answers whose values are none that the document shows: they are read or refused, and nothing else happens.
@Suite struct TrackOddAnswerTests {
    private typealias Kit = TrackTranslation

    private static let values = [
        "null", "true", "0", "-1", "1.5", "1e308", "9223372036854775807", "18446744073709551615",
        "123456789012345678901234567890", "\"\"", "\"x\"", "\"99/99/9999 às 99:99\"",
        "\"1/1/99999999999999999999\"",
        "\"-9223372036854775808\"", "\"10-0\"", "[]", "{}", "[null]", "[[[1]]]", "{\"name\": 1}",
        "[{\"name\": \"a\"}]",
        "{\"like\": \"x\"}", "\"\\u0000\"",
    ]

    /// The text with the scalar behind some of its colons replaced.
    private static func changed(_ text: String, _ random: inout SeededGenerator) -> String {
        let parts = text.split(separator: ": ", omittingEmptySubsequences: false)
        let rest = parts.dropFirst().map { part -> String in
            guard random.chance(8), let first = part.first, first != "{", first != "[",
                let end = part.firstIndex(where: { ",}\n".contains($0) })
            else { return String(part) }
            return random.element(of: values) + part[end...]
        }
        return ([String(parts[0])] + rest).joined(separator: ": ")
    }

    /// How many records were read; what is thrown says that the answer is malformed.
    private func read<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ filters: Filters, _ document: JSONDocument
    ) throws -> Int {
        let plan = try endpoint.plan(ListQuery(filters: filters), Kit.lookups(), Kit.account)
        let stage = try #require(plan.stages.first)
        do {
            let records = try Translation.records(stage, document)
            #expect(try JSONTree(Kit.json(records)).elements.count == records.count)
            return records.count
        } catch let error {
            #expect(error is VendorFailure || error is JSONTypeError, "\(error)")
            return 0
        }
    }

    @Test(arguments: [UInt64.random(in: 0...(.max)), 1, 2, 3])
    func anyValueIsReadOrRefused(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var distributions = DistributionFilters()
        distributions.surveyID = "s1"
        var recipients = RecipientFilters()
        recipients.includesHistory = true
        var count = 0
        for _ in 0..<40 {
            func changed(_ fixture: String) throws -> JSONDocument? {
                let text = Self.changed(try Fixture.read("track/\(fixture).vendor.json").string, &random)
                return try? Translation.document(text: text)
            }
            if let document = try changed("list-surveys") {
                count += try read(Track.listSurveys, SurveyFilters(), document)
            }
            if let document = try changed("list-interactions") {
                count += try read(Track.listResponses, ResponseFilters(), document)
            }
            if let document = try changed("list-survey-distributions") {
                count += try read(Track.listDistributions, distributions, document)
            }
            if let document = try changed("dispatch-status-history") {
                count += try read(Track.listRecipients, recipients, document)
            }
            if let document = try changed("list-exports") {
                count += try read(Track.listExports, ExportFilters(), document)
            }
        }
        #expect(count > 40)
    }
}
