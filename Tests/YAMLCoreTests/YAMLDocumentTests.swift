import Primitives
import Testing
import YAMLCore

@Suite struct YAMLDocumentTests {
    @Test func everyNodeKnowsItsPlace() throws {
        let document = try YAMLDocument(
            parsing: """
                # comment
                server: {listen: "a:1", loops: 2}
                list:
                  - one
                  - ação: |
                      two
                      lines
                """
        )
        #expect(document.root["server"]?.mark == YAMLMark(line: 2, column: 9))
        #expect(document.root["server"]?["listen"]?.mark == YAMLMark(line: 2, column: 18))
        #expect(document.root["server"]?["loops"]?.scalar?.value == .integer(2))
        guard case .sequence(let items) = document.root["list"]?.content else {
            Issue.record("list is not a sequence")
            return
        }
        #expect(items.map(\.mark) == [YAMLMark(line: 4, column: 5), YAMLMark(line: 5, column: 5)])
        #expect(items.last?["ação"]?.scalar == YAMLScalar("two\nlines", style: .literal))
    }

    @Test func orderIsKept() throws {
        let document = try YAMLDocument(parsing: "{z: 1, a: 2, m: 3}")
        guard case .mapping(let entries) = document.root.content else {
            Issue.record("not a mapping")
            return
        }
        #expect(entries.map(\.key) == ["z", "a", "m"])
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "\u{FEFF}", "--- ~\n...\n"])
    func nothingIsANull(text: String) throws {
        #expect(try YAMLDocument(parsing: text).root.isNull)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", "3:1: the key 'a' stands twice; it is on line 1 already"),
        ("a: {x: 1, \"x\": 2}", "1:11: the key 'x' stands twice; it is on line 1 already"),
        (
            "a: [1, 2}",
            "1:9: this is not YAML: did not find expected ',' or ']' while parsing a flow sequence"
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "3:2: this is not YAML: did not find expected key while parsing a block mapping begun on line 1"
        ),
        ("a: *b", "1:4: aliases (*name) are not read; a value that begins with * goes in quotes"),
        ("a: &b c", "1:4: anchors (&name) are not read; a value that begins with & goes in quotes"),
        ("? [a]\n: b", "1:3: a key is a scalar, not a list or a mapping"),
        (
            "a: !secret x",
            "1:4: this tag is not one of YAML's core schema; a value that begins with ! goes in quotes"
        ),
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; a file holds one"),
        ("a: \"\\q\"", "1:5: this is not YAML: found unknown escape character while parsing a quoted scalar"),
    ])
    func faultsSayWhere(text: String, message: String) {
        #expect(faults(text) == [message])
    }

    @Test func everyDoubledKeyIsSaidAndTheRestIsReadable() {
        do {
            _ = try YAMLDocument(parsing: "a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")
            Issue.record("doubled keys were taken")
        } catch {
            #expect(error.faults.map(\.mark.line) == [2, 3, 4])
            #expect(error.readable?["a"]?.scalar?.value == .integer(1))
        }
    }

    @Test func badUTF8IsSaidWithItsLine() {
        let source = ByteBuffer([UInt8]("a: 1\nb: é".utf8) + [0xFF])
        do {
            _ = try YAMLDocument(parsing: source)
            Issue.record("bad UTF-8 was taken")
        } catch {
            #expect(error.faults.first?.mark == YAMLMark(line: 2, column: 5))
        }
    }

    @Test func depthIsBounded() {
        let deep = { (levels: Int) in
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(faults(deep(64)) == [])
        #expect(faults(deep(65)) == ["1:65: this nests deeper than 64 levels"])
        #expect(
            faults(String(repeating: "{a: ", count: 100_000)) == ["1:257: this nests deeper than 64 levels"]
        )
        #expect(
            faults(String(repeating: "- ", count: 100_000)) == ["1:129: this nests deeper than 64 levels"]
        )
    }

    @Test func sizeIsBounded() {
        #expect(faults(String(repeating: "#", count: 1 << 20)) == [])
        #expect(
            faults(String(repeating: "#", count: 1 << 20 + 1)) == ["1:1: this is longer than 1048576 bytes"]
        )
    }

    @Test func aBillionLaughsIsRefusedAtTheFirst() {
        let text = "a: &a [lol, lol]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
        #expect(
            faults(text) == ["1:4: anchors (&name) are not read; a value that begins with & goes in quotes"]
        )
    }
}

private func faults(_ text: String) -> [String] {
    do {
        _ = try YAMLDocument(parsing: text)
        return []
    } catch {
        return error.faults.map(\.description)
    }
}
