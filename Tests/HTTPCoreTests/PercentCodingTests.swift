import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: UInt64(1)...200)
    func whatIsEncodedIsReadBack(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = generator.text(upTo: 40)
        let encoded = PercentCoding.encode(Text(text))
        #expect(encoded.utf8.allSatisfy { PercentCoding.isUnreserved($0) || $0 == UInt8(ascii: "%") })
        #expect(PercentCoding.decode(Text(encoded))?.string == text)
        #expect(PercentCoding.decode(Text(encoded), plusIsSpace: true)?.string == text)
    }

    @Test func unreservedIsWhatTheStandardLists() {
        let listed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(PercentCoding.isUnreserved(byte) == listed.contains(byte))
        }
    }

    @Test func everythingElseIsEncodedInUpperCase() {
        #expect(PercentCoding.encode("a/b ç%") == "a%2Fb%20%C3%A7%25")
    }

    @Test(arguments: ["%", "a%", "%4", "%4g", "%g4", "%%41", "a%2", "%+1", "% 41"])
    func brokenEscapesAreRefused(text: String) {
        #expect(PercentCoding.decode(Text(text)) == nil)
    }

    @Test(arguments: ["%ff", "%c3", "%c3%28", "%ed%a0%80", "%f5%80%80%80", "%c0%af"])
    func bytesThatAreNotUTF8AreRefused(text: String) {
        #expect(PercentCoding.decode(Text(text)) == nil)
    }

    @Test func plusIsASpaceOnlyWhereItIsAskedFor() {
        #expect(PercentCoding.decode("a+b%2B") == "a+b+")
        #expect(PercentCoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
        #expect(PercentCoding.decode("%e2%82%AC") == "€")
    }

    @Test func hexadecimalDigitsAreReadInBothCases() {
        for value in UInt8(0)..<16 {
            let digit = PercentCoding.hexadecimalDigit(value)
            #expect(PercentCoding.hexadecimalValue(digit) == value)
            #expect(PercentCoding.hexadecimalValue(digit.asciiLowercased) == value)
        }
        let digits = (UInt8.min...UInt8.max).filter { PercentCoding.hexadecimalValue($0) != nil }
        #expect(digits.count == 22)
    }
}

@Suite struct QueryParametersTests {
    private func parameters(_ query: String) -> [[String]]? {
        QueryParameters(Text(query))?.all.map { [$0.name.string, $0.value.string] }
    }

    @Test func noQueryHasNoParameters() {
        #expect(QueryParameters(nil)?.all.isEmpty == true)
        #expect(parameters("") == [])
        #expect(parameters("&&") == [])
    }

    @Test func namesAndValuesAreDecoded() {
        #expect(parameters("a=1&b=x+y%26z&c%3D=%C3%A9") == [["a", "1"], ["b", "x y&z"], ["c=", "é"]])
    }

    @Test func aValueMayBeEmptyOrAbsentOrHoldEqualsSigns() {
        #expect(parameters("a&b=&c==d=&=e") == [["a", ""], ["b", ""], ["c", "=d="], ["", "e"]])
    }

    @Test func repeatedNamesAreKeptAndTheFirstIsFound() {
        #expect(parameters("a=1&a=2") == [["a", "1"], ["a", "2"]])
        #expect(QueryParameters("a=1&a=2")?["a"] == "1")
        #expect(QueryParameters("a=1")?["A"] == nil)
    }

    @Test(arguments: ["a=%", "%zz=1", "a=1&b=%ff", "a=%4"])
    func brokenEscapesAreRefused(query: String) {
        #expect(QueryParameters(Text(query)) == nil)
    }

    @Test(arguments: UInt64(1)...100)
    func whatIsWrittenIsReadBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pairs = (0..<generator.integer(0...6)).map { _ in
            ["n" + generator.text(upTo: 8), generator.text(upTo: 12)]
        }
        let query = pairs.map { $0.map { PercentCoding.encode(Text($0)) }.joined(separator: "=") }
        #expect(parameters(query.joined(separator: "&")) == pairs)
    }
}
