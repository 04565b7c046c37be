import HTTPCore
import HTTPServer
import Primitives
import Testing

/// Each limit at its edge and one past it, whole, byte by byte, and before the rest has come.
@Suite struct HTTP1LimitTests {
    private func expect(_ input: String, _ outcome: [String], limits: HTTP1Limits = HTTP1Limits()) {
        let bytes = input.sliced
        #expect(Transcript.of([bytes], limits: limits) == outcome)
        #expect(Transcript.of(bytes.indices.map { bytes[$0...$0] }, limits: limits) == outcome)
    }

    @Test func theRequestLine() {
        let target = "/" + String(repeating: "a", count: 8192 - "GET / HTTP/1.1".utf8.count)
        expect("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n", ["GET \(target) Host=h keep"])
        expect("GET \(target)a HTTP/1.1\r\nHost: h\r\n\r\n", ["! 414"])
        expect("GET /" + String(repeating: "a", count: 8188), ["! 414"])
        expect("GET /" + String(repeating: "a", count: 8187), ["..."])
    }

    @Test func theFieldSection() {
        let value = String(repeating: "v", count: 16384 - "Host: h\r\nA: \r\n\r\n".utf8.count)
        expect("GET / HTTP/1.1\r\nHost: h\r\nA: \(value)\r\n\r\n", ["GET / Host=h A=\(value) keep"])
        expect("GET / HTTP/1.1\r\nHost: h\r\nA: \(value)v\r\n\r\n", ["! 431"])
        expect("GET / HTTP/1.1\r\nHost: h\r\nA: \(value)vvvvv", ["! 431"])
    }

    @Test func theNumberOfFields() {
        let fields = (1..<100).map { "F\($0): v\r\n" }.joined()
        let read = (1..<100).map { " F\($0)=v" }.joined()
        expect("GET / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n", ["GET / Host=h\(read) keep"])
        expect("GET / HTTP/1.1\r\nHost: h\r\n\(fields)F100: v\r\n", ["! 431"])
    }

    @Test func theSizedBody() {
        var limits = HTTP1Limits()
        limits.body = 5
        let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:"
        expect("\(head) 5\r\n\r\nhello", ["POST / Host=h Content-Length=5 body=hello keep"], limits: limits)
        expect("\(head) 6\r\n\r\n", ["! 413"], limits: limits)
    }

    @Test func theChunkedBody() {
        var limits = HTTP1Limits()
        limits.body = 5
        let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        let read = "POST / Host=h Transfer-Encoding=chunked body=hello keep"
        expect("\(head)2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", [read], limits: limits)
        expect("\(head)2\r\nhe\r\n4\r\n", ["! 413"], limits: limits)
    }

    @Test func chunkExtensions() {
        let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        let read = "POST / Host=h Transfer-Encoding=chunked body="
        let longest = String(repeating: "e", count: 254)
        expect("\(head)1;\(longest)\r\na\r\n0\r\n\r\n", ["\(read)a keep"])
        expect("\(head)1;\(longest)e", ["! 400"])
        let chunk = "1;\(longest)\r\na\r\n"
        let most = String(repeating: chunk, count: 16)
        expect("\(head)\(most)0\r\n\r\n", ["\(read)\(String(repeating: "a", count: 16)) keep"])
        expect("\(head)\(most)1;\(longest)\r\n", ["! 400"])
    }

    @Test func trailers() {
        let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        let read = "POST / Host=h Transfer-Encoding=chunked body= keep"
        let value = String(repeating: "v", count: 16384 - "A: \r\n\r\n".utf8.count)
        expect("\(head)A: \(value)\r\n\r\n", [read])
        expect("\(head)A: \(value)v\r\n\r\n", ["! 431"])
        let fields = String(repeating: "A: b\r\n", count: 100)
        expect("\(head)\(fields)\r\n", [read])
        expect("\(head)\(fields)A: b\r\n", ["! 431"])
    }
}
