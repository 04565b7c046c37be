import HTTPCore
import HTTPServer
import Primitives
import Testing

@Suite struct HTTP1ParserTests {
    static let samples =
        Sample.accepted + Sample.refusedLines + Sample.refusedHosts + Sample.refusedFraming

    @Test(arguments: samples)
    func readsEverySampleWhole(sample: Sample) {
        #expect(Transcript.of([sample.input.sliced]) == sample.outcome)
    }

    @Test(arguments: samples)
    func readsEverySampleByteByByte(sample: Sample) {
        let bytes = sample.input.sliced
        #expect(Transcript.of(bytes.indices.map { bytes[$0...$0] }) == sample.outcome)
    }

    @Test(arguments: samples)
    func readsEverySampleSplitAnywhere(sample: Sample) {
        let bytes = sample.input.sliced
        for split in bytes.indices {
            #expect(Transcript.of([bytes[..<split], bytes[split...]]) == sample.outcome, "split at \(split)")
        }
    }

    @Test func theTablesAreLarge() {
        #expect(Self.samples.count >= 120)
        #expect(Set(Self.samples.map(\.name)).count == Self.samples.count)
    }

    @Test func refusesEveryControlCharacterInAValue() {
        for byte in UInt8(0)...255 where byte < 0x20 || byte == 0x7F {
            let input = "GET / HTTP/1.1\r\nHost: h\r\nA: b".sliced + [byte] + "c\r\n\r\n".sliced
            #expect(Transcript.of([input]) == (byte == 9 ? ["GET / Host=h A=b\tc keep"] : ["! 400"]))
        }
    }

    @Test func refusesValuesThatAreNotUTF8() {
        for value in [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]] {
            let input = "GET / HTTP/1.1\r\nHost: h\r\nA: ".sliced + value + "\r\n\r\n".sliced
            #expect(Transcript.of([input]) == ["! 400"])
        }
    }

    @Test func theSameAnswerComesAgainAfterARefusal() {
        var parser = HTTP1Parser()
        let buffer = ByteBuffer("GET / HTTP/3.0\r\n")
        for _ in 0..<2 {
            guard case .failure(let rejection) = parser.parse(buffer) else {
                Issue.record("not refused")
                return
            }
            #expect(rejection.kind == .versionNotSupported)
            buffer.append("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n")
        }
    }

    @Test func textsOutliveTheBuffer() {
        var parser = HTTP1Parser()
        let buffer = ByteBuffer("GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n")
        guard case .head(let head) = parser.parse(buffer), case .end = parser.parse(buffer) else {
            Issue.record("not read")
            return
        }
        parser.discardConsumed(from: buffer)
        buffer.append("overwritten, overwritten, overwritten")
        #expect(head.request.path == "/a")
        #expect(head.request.query == "b")
        #expect(head.request.fields["host"] == "h")
    }
}
