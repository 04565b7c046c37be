import Primitives
import TestSupport
import Testing
import UnifiedModel

@Suite struct ResourceIDTests {
    private func parts(_ text: String) -> [String?]? {
        ResourceID(Text(text)).map { [$0.connection?.string, $0.remote.string] }
    }

    @Test func theFirstColonEndsTheConnection() {
        #expect(parts("cxpress:42") == ["cxpress", "42"])
        #expect(parts("cxpress-eu:a:b/c") == ["cxpress-eu", "a:b/c"])
        #expect(parts("c9:p.2024") == ["c9", "p.2024"])
    }

    @Test func whatHasNoConnectionsFormBelongsToTheRemotePart() {
        #expect(parts("42") == [nil, "42"])
        #expect(parts("Urn:42") == [nil, "Urn:42"])
        #expect(parts("9a:42") == [nil, "9a:42"])
        #expect(parts(":42") == [nil, ":42"])
        #expect(parts("a.b:42") == [nil, "a.b:42"])
        #expect(parts("a_b:42") == ["a_b", "42"])
        #expect(parts("é:42") == [nil, "é:42"])
        let long = String(repeating: "a", count: 65)
        #expect(parts("\(long):1") == [nil, "\(long):1"])
        #expect(parts("\(long.dropLast()):1") == [String(long.dropLast()), "1"])
    }

    @Test(arguments: ["", "cxpress:", "a\nb", "cxpress:\u{0}", "cxpress:a\u{7F}", "\t"])
    func emptyIDsAndControlCharactersAreRefused(text: String) {
        #expect(ResourceID(Text(text)) == nil)
    }

    @Test func theRemotePartIsBounded() {
        let longest = String(repeating: "x", count: ResourceID.maximumLength)
        #expect(parts("cxpress:\(longest)") == ["cxpress", longest])
        #expect(ResourceID(Text("cxpress:x\(longest)")) == nil)
        #expect(ResourceID(Text("X\(longest)")) == nil)
    }

    @Test(arguments: UInt64(1)...200)
    func everyPrefixedIDIsReadBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let remote = "x" + generator.text(upTo: 30).filter { $0 != "\t" && $0 != "\u{1}" && $0 != "\u{7F}" }
        let name =
            "a"
            + (0..<generator.integer(0...63)).map { _ in generator.element(of: ["b", "7", "-"]) }.joined()
        #expect(parts("\(name):\(remote)") == [name, remote])
    }
}

@Suite struct SortOrderTests {
    @Test func everyKeyIsReadInBothDirections() {
        for key in SortKey.allCases {
            #expect(SortOrder(Text(key.rawValue)) == SortOrder(key))
            #expect(SortOrder(Text("-" + key.rawValue)) == SortOrder(key, descending: true))
            #expect(SortOrder(key, descending: true).text == "-" + key.rawValue)
        }
    }

    @Test(arguments: ["", "-", "--name", "Name", "name ", "id", "+name"])
    func otherTextsAreNoOrder(text: String) {
        #expect(SortOrder(Text(text)) == nil)
    }

    @Test func recordsStandWhereTheirVendorSays() {
        let ticket = Ticket(
            remoteID: "1", status: .open, channel: .email, closedAt: Timestamp(seconds: 5))
        #expect(ticket.position(by: .closedAt) == .time(Timestamp(seconds: 5)))
        #expect(ticket.position(by: .createdAt) == nil)
        #expect(ticket.position(by: .name) == nil)
        var contact = Contact(remoteID: "1")
        contact.givenName = "ÁNA"
        #expect(contact.position(by: .name) == .name("ána"))
        #expect(SortPosition.name("a") < .name("b"))
        #expect(SortPosition.time(Timestamp(seconds: 1)) < .time(Timestamp(seconds: 2)))
    }
}

@Suite struct ChangeTests {
    @Test func aChangeIsAppliedToWhatIsThere() {
        #expect(Change<Int>.unchanged.applied(to: 1) == 1)
        #expect(Change<Int>.cleared.applied(to: 1) == nil)
        #expect(Change.set(2).applied(to: 1) == 2)
        #expect(Change.set(2).applied(to: nil) == 2)
    }

    @Test func aListIsEmptiedInTwoWays() {
        #expect(Change<[Int]>.cleared.isEmptied && Change<[Int]>.set([]).isEmptied)
        #expect(!Change<[Int]>.unchanged.isEmptied && !Change.set([1]).isEmptied)
    }

    @Test func aChangeSaysWhatItIs() {
        #expect(Change<Int>.unchanged.isUnchanged && !Change<Int>.unchanged.isCleared)
        #expect(Change<Int>.cleared.isCleared && !Change<Int>.cleared.isUnchanged)
        #expect(Change.set(1).value == 1 && Change<Int>.cleared.value == nil)
    }
}
