import JSONCore
import Primitives
import TestSupport
import Testing

@Suite("Numbers")
struct NumberTests {
    private func encoded(_ body: (inout JSONWriter) -> Void) -> String {
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        body(&writer)
        return buffer.string
    }

    @Test("every finite double reads back bit for bit")
    func doubles() throws {
        var random = seededGenerator()
        let special: [Double] = [
            0, -0.0, 1, -1, 0.1, .leastNonzeroMagnitude, 1e21, 1e-7, .greatestFiniteMagnitude,
            .leastNormalMagnitude, 1e16,
            123456.5,
        ]
        let anything = (0..<20_000).map { _ in Double(bitPattern: random.next()) }
        for value in special + anything {
            let json = encoded { $0.double(value) }
            guard value.isFinite else {
                #expect(json == "null")
                continue
            }
            let parsed = try parse(json)
            #expect(parsed.kind == .double)
            #expect(try parsed.double().bitPattern == value.bitPattern)
            #expect(written(parsed) == json)
        }
    }

    @Test("doubles have the fewest digits")
    func shortest() {
        #expect(encoded { $0.double(0.1 + 0.2) } == "0.30000000000000004")
        #expect(encoded { $0.double(100) } == "100.0")
        #expect(encoded { $0.double(-0.0) } == "-0.0")
        #expect(encoded { $0.double(1e100) } == "1e+100")
    }

    @Test("integers of 64 bits are exact")
    func integers() throws {
        var random = seededGenerator()
        let signed: [Int64] = [0, 1, -1, .min, .max, .min + 1, 10, -10]
        for value in signed
            + (0..<2000).map({ _ in Int64(bitPattern: random.next()) >> (random.next() % 64) })
        {
            let json = encoded { $0.integer(value) }
            #expect(json == String(value))
            #expect(try parse(json).integer() == value)
        }
        for value in [UInt64.max, 9_223_372_036_854_775_808, 9_223_372_036_854_775_809] as [UInt64] {
            let parsed = try parse(encoded { $0.integer(value) })
            #expect(parsed.kind == .unsignedInteger)
            #expect(try parsed.unsigned() == value)
            #expect(throws: JSONTypeError.self) { try parsed.integer() }
        }
    }

    @Test(
        "numbers too large for 64 bits and for doubles keep every digit",
        arguments: [
            "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890", "1e309",
            "-1e309",
            "1.7976931348623159e308", "1E+400", "0.000001e315", "1e99999999999999999999",
        ]
    )
    func bigNumbers(_ digits: String) throws {
        let json = #"{"a":"1e999","\#(digits)":[\#(digits),1,-2.5,"\#(digits)",{"k\"":\#(digits)}],"z":true}"#
        let root = try parse(json)
        #expect(written(root) == json)
        var fields = try root.object()
        #expect(try fields.text("a") == Text("1e999"))
        let members = Array(try root.object())
        let list = Array(try members[1].value.array())
        #expect(list.map(\.kind) == [.bigNumber, .integer, .double, .string, .object])
        #expect(try list[0].scalarText() == Text(digits))
        #expect(throws: JSONTypeError.self) { try list[0].string() }
        #expect(throws: JSONTypeError.self) { try list[0].integer() }
        #expect(throws: JSONTypeError.self) { try list[0].unsigned() }
    }

    @Test("a big integer rounds to a double, a number past all doubles does not")
    func bigDoubles() throws {
        #expect(try parse("18446744073709551616").double() == 18446744073709551616)
        #expect(throws: JSONTypeError.self) { try parse("1e309").double() }
    }

    @Test("numbers are read by value, not by spelling")
    func byValue() throws {
        #expect(try parse("1.0").integer() == 1)
        #expect(try parse("1e2").integer() == 100)
        #expect(try parse("1e2").unsigned() == 100)
        #expect(try parse("7").double() == 7)
        #expect(throws: JSONTypeError.self) { try parse("1.5").integer() }
        #expect(throws: JSONTypeError.self) { try parse("1e300").integer() }
        #expect(throws: JSONTypeError.self) { try parse("-1").unsigned() }
        #expect(throws: JSONTypeError.self) { try parse("\"1\"").double() }
    }

    @Test("scalars read as text")
    func scalarText() throws {
        let values = try parse(#"["a",7,18446744073709551615,1.50,-0.0,true,false]"#).array()
        #expect(
            try values.map { try $0.scalarText().string } == [
                "a", "7", "18446744073709551615", "1.5", "-0.0", "true", "false",
            ]
        )
        #expect(throws: JSONTypeError.self) { try parse("null").scalarText() }
        #expect(throws: JSONTypeError.self) { try parse("{}").scalarText() }
        #expect(try parse("null").optionalScalarText() == nil)
    }
}
