import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@Suite struct NumberTests {
    private func value(_ json: String) throws -> JSONValue {
        try #require(JSONDocument.parse(ByteBuffer("[\(json)]")).root.array().map { $0 }.first)
    }

    @Test(arguments: [
        ("7", Number.integer(7)), ("-3", .integer(-3)), ("7.5", .fraction(7.5)), ("1e2", .integer(100)),
        ("\"9\"", .integer(9)), ("\"8.25\"", .fraction(8.25)), ("\"-1\"", .integer(-1)),
        ("9223372036854775807", .integer(.max)),
    ])
    func numbersAreReadBareOrInQuotes(json: String, expected: Number) throws {
        #expect(Number(try value(json)) == expected)
    }

    @Test(arguments: [
        "null", "true", "[]", "{}", "\"\"", "\" 7\"", "\"7 \"", "\"7,5\"", "\"0x1F\"", "\"0x1p3\"", "\"nan\"",
        "\"inf\"", "\"-infinity\"", "\"1e999\"", "\"7a\"", "\"1_000\"", "\"--1\"", "\"seven\"",
        "\"000000000000000000000000000000007\"",
    ])
    func nothingElseIsANumber(json: String) throws {
        #expect(Number(try value(json)) == nil)
    }

    @Test func wholeNumbersAreToldFromFractions() {
        #expect(Number.integer(3).whole == 3 && Number.integer(3).double == 3)
        #expect(Number.fraction(3).whole == 3 && Number.fraction(3.5).whole == nil)
        #expect(Number.fraction(1e300).whole == nil)
    }

    @Test func aNumberIsWrittenAsOne() throws {
        let buffer = ByteBuffer(capacity: 64)
        var writer = JSONWriter(buffer)
        writer.beginArray()
        for number in [Number.integer(-7), .fraction(7.5), .integer(.min)] { number.write(to: &writer) }
        writer.endArray()
        #expect(buffer.string == "[-7,7.5,-9223372036854775808]")
    }

    @Test func aScaleHoldsItsBounds() {
        let scale = Scale(1, 5)
        #expect(scale.contains(.integer(1)) && scale.contains(.integer(5)) && scale.contains(.fraction(4.5)))
        #expect(
            !scale.contains(.integer(0)) && !scale.contains(.integer(6)) && !scale.contains(.fraction(5.1)))
    }

    @Test func npsClassesAreThoseOfTheScore() {
        let classes = (0...10).map { NPSClass(.integer($0)) }
        #expect(
            classes[0...6].allSatisfy { $0 == .detractor } && classes[7...8].allSatisfy { $0 == .passive })
        #expect(classes[9...10].allSatisfy { $0 == .promoter })
        #expect(NPSClass(.fraction(8.9)) == .passive && NPSClass(.fraction(6.5)) == .detractor)
        #expect(NPSClass(.integer(11)) == nil && NPSClass(.integer(-1)) == nil)
        let response = SurveyResponse(remoteID: nil, metric: .csat, score: .integer(9))
        #expect(response.npsClass == nil, "only an NPS score promotes")
    }
}
