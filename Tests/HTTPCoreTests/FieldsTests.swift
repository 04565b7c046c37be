import HTTPCore
import Primitives
import Testing

@Suite struct FieldsTests {
    private static let sample = Fields([
        Field(name: "Accept", value: "text/html, application/json"), Field(name: "X-Key", value: "1"),
        Field(name: "ACCEPT", value: "*/*"), Field(name: "Empty", value: ""),
    ])

    @Test func namesCompareWithoutCase() {
        #expect(Self.sample["x-key"] == "1")
        #expect(Self.sample["accept"] == "text/html, application/json")
        #expect(Self.sample["accep"] == nil)
        #expect(Self.sample["empty"] == "")
    }

    @Test func everyFieldOfANameIsFoundInOrder() {
        #expect(Self.sample.values(of: "accept") == ["text/html, application/json", "*/*"])
        #expect(Self.sample.values(of: "none").isEmpty)
    }

    @Test func settingReplacesEveryFieldOfTheName() {
        var fields = Self.sample
        fields.set("accept", "text/plain")
        #expect(fields.values(of: "Accept") == ["text/plain"])
        #expect(fields.all.map(\.name) == ["X-Key", "Empty", "accept"])
        fields.remove("EMPTY")
        #expect(fields["empty"] == nil)
    }

    @Test func appendingKeepsTheOthers() {
        var fields = Fields(capacity: 2)
        fields.append("A", "1")
        fields.append(Field(name: "a", value: "2"))
        #expect(fields.values(of: "A") == ["1", "2"])
    }

    @Test func listsFindTokensInEveryFieldOfTheName() {
        #expect(Self.sample.lists("APPLICATION/JSON", in: "accept"))
        #expect(Self.sample.lists("*/*", in: "Accept"))
        #expect(!Self.sample.lists("application", in: "accept"))
        #expect(!Self.sample.lists("", in: "Empty"))
    }

    @Test(arguments: [
        ("", []), (",", []), (" , ,", []), ("a", ["a"]), (" a ,\tb c ,", ["a", "b c"]), ("a,,b", ["a", "b"]),
    ])
    func elementsLeaveEmptyOnesOut(text: String, elements: [String]) {
        #expect(Text(text).elements.map(\.string) == elements)
    }

    @Test(arguments: [("", [""]), ("a", ["a"]), ("a&", ["a", ""]), ("&a&&b", ["", "a", "", "b"])])
    func splittingKeepsEmptyParts(text: String, parts: [String]) {
        #expect(Text(text).split(at: UInt8(ascii: "&")).map(\.string) == parts)
    }

    @Test func onlyLettersHaveACase() {
        #expect(("aZ[" as Text).equalsIgnoringCase("Az["))
        #expect(!("a{" as Text).equalsIgnoringCase("a["))
        #expect(!("@" as Text).equalsIgnoringCase("`"))
        #expect(!("a" as Text).equalsIgnoringCase("ab"))
        #expect(("Bearer x" as Text).hasPrefixIgnoringCase("bEARER "))
        #expect(!("Bear" as Text).hasPrefixIgnoringCase("Bearer"))
    }

    @Test func trimmingTakesSpacesAndTabsOnly() {
        #expect((" \t a b \t" as Text).trimmed == "a b")
        #expect((" \t" as Text).trimmed.isEmpty)
        #expect(("\u{A0}a\n" as Text).trimmed == "\u{A0}a\n")
    }
}

@Suite struct MethodTests {
    @Test func everyNameIsReadBack() {
        for method in Method.allCases { #expect(Method(name: method.name) == method) }
    }

    @Test(arguments: ["get", "GET ", "", "TRACE", "CONNECT", "Post"])
    func otherNamesAreNone(name: String) {
        #expect(Method(name: Text(name)) == nil)
    }

    @Test func safetyAndIdempotencyAreThoseOfTheStandard() {
        #expect(Method.allCases.filter(\.isSafe) == [.get, .head, .options])
        #expect(Method.allCases.filter(\.isIdempotent) == [.get, .head, .put, .delete, .options])
    }
}

@Suite struct StatusTests {
    @Test func successIsTheTwoHundreds() {
        #expect((100...599).filter { Status($0).isSuccess } == Array(200...299))
    }

    @Test func threeKindsOfStatusHaveNoBody() {
        #expect((200...599).filter { !Status($0).allowsBody } == [204, 304])
        #expect(!Status(100).allowsBody)
    }
}
