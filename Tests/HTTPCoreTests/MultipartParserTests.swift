import HTTPCore
import Primitives
import TestSupport
import Testing

/// What forms are read as, wherever their bytes are split.
@Suite struct MultipartParserTests {
    /// A form as it was read.
    struct Reading: Equatable, CustomStringConvertible {
        var parts: [(part: MultipartPart, content: [UInt8], isWhole: Bool)] = []
        var isAtEnd = false
        var failure: BodyFailure?

        static func == (left: Reading, right: Reading) -> Bool { left.description == right.description }

        var description: String {
            let parts = parts.map {
                "\($0.part.name)|\($0.part.filename ?? "-")|\($0.part.contentType ?? "-")|\($0.content)|\($0.isWhole)"
            }
            return "\(parts) \(isAtEnd) \(failure.map { "\($0.kind) \($0.reason)" } ?? "")"
        }
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let form: String
        /// Names and contents of the parts; nothing for a form that is refused.
        var parts: [(String, String)]?
        var testDescription: String { name }
    }

    static func part(_ disposition: String, _ content: String, _ more: String = "") -> String {
        "--b\r\nContent-Disposition: form-data; \(disposition)\r\n\(more)\r\n\(content)\r\n"
    }

    static let samples: [Sample] = [
        Sample(
            name: "two parts",
            form: part("name=\"a\"", "1") + part("name=\"f\"; filename=\"x\"", "data") + "--b--\r\n",
            parts: [("a", "1"), ("f", "data")]),
        Sample(
            name: "a preamble and an epilogue",
            form: "hello\r\n" + part("name=a", "1") + "--b--\r\nbye\r\n--b\r\n", parts: [("a", "1")]),
        Sample(
            name: "no line end behind the last boundary", form: part("name=a", "1") + "--b--",
            parts: [("a", "1")]),
        Sample(name: "nothing in a part", form: part("name=a", "") + "--b--", parts: [("a", "")]),
        Sample(
            name: "nothing at all in a part",
            form: "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--",
            parts: [("a", "")]),
        Sample(
            name: "what looks like a delimiter",
            form: part("name=a", "\r\n--\r\n-b\r\r\n--a\r\n--\r\r\n--") + "--b--",
            parts: [("a", "\r\n--\r\n-b\r\r\n--a\r\n--\r\r\n--")]),
        Sample(
            name: "a boundary within a line", form: part("name=a", "x--b\r\n y--b--") + "--b--",
            parts: [("a", "x--b\r\n y--b--")]),
        Sample(
            name: "line ends alone", form: part("name=a", "\n--b\n\r--b\r") + "--b--",
            parts: [("a", "\n--b\n\r--b\r")]),
        Sample(
            name: "white space behind a delimiter",
            form: "--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--", parts: [("a", "1")]),
        Sample(name: "no parts", form: "--b--\r\n", parts: []),
        Sample(
            name: "quotes in a name",
            form: part("name=\"a\\\"b\\\\c\"; filename=\"C:\\tmp\\x\"", "1") + "--b--",
            parts: [("a\"b\\c", "1")]),
        Sample(
            name: "other fields",
            form: part("name=a", "1", "X-Any: thing\r\nContent-Type: text/plain\r\n") + "--b--",
            parts: [("a", "1")]),
        Sample(name: "a line that goes on behind its boundary", form: part("name=a", "1\r\n--bc") + "--b--"),
        Sample(name: "one hyphen behind a boundary", form: part("name=a", "1") + "--b-\r\n"),
        Sample(name: "no disposition", form: "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--"),
        Sample(name: "no header", form: "--b\r\n\r\n1\r\n--b--"),
        Sample(name: "no name", form: part("filename=x", "1") + "--b--"),
        Sample(name: "two names", form: part("name=a; name=b", "1") + "--b--"),
        Sample(
            name: "another disposition",
            form: "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--"),
        Sample(name: "a quote that does not end", form: part("name=\"a", "1") + "--b--"),
        Sample(
            name: "a transfer encoding",
            form: part("name=a", "1", "Content-Transfer-Encoding: base64\r\n") + "--b--"),
        Sample(name: "a control character in a header", form: part("name=\"a\u{1}\"", "1") + "--b--"),
        Sample(name: "a folded header", form: part("name=a", "1", " folded\r\n") + "--b--"),
        Sample(
            name: "a header that is too large",
            form: part("name=a", "1", "X: \(String(repeating: "x", count: 5000))\r\n") + "--b--"),
        Sample(
            name: "too many fields",
            form: part("name=a", "1", String(repeating: "X: y\r\n", count: 9)) + "--b--"),
        Sample(name: "too many parts", form: String(repeating: part("name=a", "1"), count: 17) + "--b--"),
        Sample(name: "no boundary", form: String(repeating: "x", count: 2000)),
    ]

    /// Reads a form whose bytes come in pieces of those lengths.
    static func read(_ bytes: [UInt8], boundary: Text = "b", pieces: (Int) -> Int) throws -> Reading {
        var parser = try #require(MultipartParser(boundary: boundary))
        let buffer = ByteBuffer()
        var reading = Reading()
        var position = 0
        while true {
            switch parser.parse(buffer) {
            case .needMore:
                parser.discardConsumed(from: buffer)
                #expect(buffer.count <= 4096 + 256, "too much is held back")
                guard position < bytes.count else { return reading }
                let count = min(max(pieces(position), 1), bytes.count - position)
                buffer.append(contentsOf: bytes[position..<position + count])
                position += count
            case .part(let part): reading.parts.append((part, [], false))
            case .data(let range):
                #expect(!range.isEmpty)
                reading.parts[reading.parts.count - 1].content += buffer.withBytes { Array($0[range]) }
            case .partEnd: reading.parts[reading.parts.count - 1].isWhole = true
            case .end: reading.isAtEnd = true
            case .failure(let failure):
                reading.failure = failure
                guard case .failure = parser.parse(buffer) else {
                    Issue.record("a refusal does not last")
                    return reading
                }
                return reading
            }
        }
    }

    @Test(arguments: samples)
    func readsWholeAsExpected(sample: Sample) throws {
        let reading = try Self.read(Array(sample.form.utf8)) { _ in .max }
        guard let parts = sample.parts else {
            #expect(reading.failure != nil && !reading.isAtEnd)
            return
        }
        #expect(reading.failure == nil && reading.isAtEnd)
        #expect(reading.parts.map { $0.part.name.string } == parts.map { $0.0 })
        #expect(reading.parts.map { String(decoding: $0.content, as: UTF8.self) } == parts.map { $0.1 })
        let areWhole = reading.parts.allSatisfy { $0.isWhole }
        #expect(areWhole)
    }

    @Test(arguments: samples)
    func readsTheSameAtEverySplit(sample: Sample) throws {
        let bytes = Array(sample.form.utf8)
        let whole = try Self.read(bytes) { _ in .max }
        let single = try Self.read(bytes) { _ in 1 }
        #expect(single == whole)
        for split in 1..<max(bytes.count, 2) {
            let parted = try Self.read(bytes) { $0 == 0 ? split : .max }
            #expect(parted == whole, "split at \(split)")
        }
    }

    @Test(arguments: samples)
    func aFormThatBreaksOffIsNeverWhole(sample: Sample) throws {
        guard
            let end = sample.form.range(of: "--b--").map({
                sample.form.utf8.distance(from: sample.form.startIndex, to: $0.upperBound)
            }),
            sample.parts != nil
        else { return }
        for count in 0..<end {
            let reading = try Self.read(Array(sample.form.utf8.prefix(count))) { _ in .max }
            #expect(!reading.isAtEnd && reading.failure == nil, "cut at \(count)")
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func readsRandomContentInRandomPieces(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let alphabet: [UInt8] = [13, 10, 45, 98, 120]
            let contents = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
            }.filter { content in
                let text = "\r\n" + String(decoding: content, as: UTF8.self)
                return !text.contains("\r\n--b")
            }
            var form = Array("".utf8)
            for content in contents {
                form +=
                    Array("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8) + content + [13, 10]
            }
            form += Array("--b--".utf8)
            let reading = try Self.read(form) { _ in Int.random(in: 1...9, using: &random) }
            #expect(reading.isAtEnd && reading.parts.map { $0.content } == contents)
        }
    }

    @Test(arguments: ["", " ", "a ", String(repeating: "x", count: 71), "a\"", "a\r\n", "ä"])
    func refusesBoundariesThatAreNone(text: String) {
        #expect(MultipartParser(boundary: Text(text)) == nil)
    }

    @Test func takesEveryBoundaryThatIsOne() {
        #expect(MultipartParser(boundary: "a'()+_,-./:=? Z9") != nil)
        #expect(MultipartParser(boundary: Text(String(repeating: "x", count: 70))) != nil)
    }

    @Test func readsWhatAPartSays() throws {
        let form = Self.part(
            "name=\"f\"; filename=\"a b.png\"; filename*=UTF-8''c", "1", "content-type: image/png\r\n")
        let reading = try Self.read(Array(form.utf8)) { _ in .max }
        let part = try #require(reading.parts.first?.part)
        #expect(part == MultipartPart(name: "f", filename: "a b.png", contentType: "image/png"))
    }
}
