import HTTPCore
import Primitives

/// What the fields that concern the connection mean (RFC 9112, sections 6 and 9; RFC 9110, sections 7.2
/// and 10.1.1).
extension HTTP1Parser {
    /// Takes note of a field that decides about framing or the connection.
    mutating func noteField(
        _ bytes: UnsafeBufferPointer<UInt8>,
        name: Range<Int>,
        value: Range<Int>
    ) throws(HTTP1Rejection) {
        switch name.count {
        case 4 where bytes.holds("host", in: name):
            guard facts.hostIndex == nil else { throw .malformed("There are two Host fields.") }
            guard RequestTarget.isHost(bytes, value) else { throw .malformed("The Host field is malformed.") }
            facts.hostIndex = fields.count
        case 6 where bytes.holds("expect", in: name):
            let known = bytes.holds("100-continue", in: value) && facts.expectation != .unknown
            facts.expectation = known ? .continue : .unknown
        case 10 where bytes.holds("connection", in: name):
            noteConnection(bytes, value)
        case 14 where bytes.holds("content-length", in: name):
            guard facts.contentLength == nil else { throw .malformed("There are two Content-Length fields.") }
            facts.contentLength = try readLength(bytes, value)
        case 17 where bytes.holds("transfer-encoding", in: name):
            guard facts.coding == .none else { throw .malformed("There are two Transfer-Encoding fields.") }
            facts.coding = try readTransferCoding(bytes, value)
        default: break
        }
    }

    private mutating func noteConnection(_ bytes: UnsafeBufferPointer<UInt8>, _ value: Range<Int>) {
        bytes.forEachElement(of: value) { option in
            if bytes.holds("close", in: option) { facts.saysClose = true }
            if bytes.holds("keep-alive", in: option) { facts.saysKeepAlive = true }
            return true
        }
    }

    private func readLength(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ value: Range<Int>
    ) throws(HTTP1Rejection) -> Int {
        var length = 0
        guard !value.isEmpty else { throw .malformed("The Content-Length field is empty.") }
        for index in value {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { throw .malformed("The Content-Length field is not one number.") }
            let (scaled, overflowed) = length.multipliedReportingOverflow(by: 10)
            let (sum, overflowedAgain) = scaled.addingReportingOverflow(Int(digit))
            guard !overflowed, !overflowedAgain else {
                throw .malformed("The Content-Length field is too large.")
            }
            length = sum
        }
        return length
    }

    /// `chunked`, or a list of codings that ends with it and is not supported. Any other list leaves the
    /// body without an end and is refused (RFC 9112, section 6.3, rule 4).
    private func readTransferCoding(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ value: Range<Int>
    ) throws(HTTP1Rejection) -> HeadFacts.TransferCoding {
        if bytes.holds("chunked", in: value) { return .chunked }
        var chunkedCount = 0
        var isFinal = false
        var isWellFormed = true
        bytes.forEachElement(of: value) { coding in
            isFinal = bytes.holds("chunked", in: coding)
            chunkedCount += isFinal ? 1 : 0
            isWellFormed = isWellFormed && !coding.isEmpty && bytes.areAll(in: .token, coding)
            return isWellFormed
        }
        guard isWellFormed, isFinal, chunkedCount == 1 else {
            throw .malformed("The Transfer-Encoding field does not end with one chunked.")
        }
        return .unsupported
    }

    /// Judges the head as a whole and makes the request of it.
    mutating func finishHead(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        guard facts.hostIndex != nil || facts.version == .http10 else {
            throw .malformed("The Host field is missing.")
        }
        let framing = try decideFraming()
        if facts.version == .http11, facts.expectation == .unknown {
            throw HTTP1Rejection(.expectationFailed, "The expectation is not 100-continue.")
        }
        let head = RequestHead(
            request: makeRequest(bytes),
            version: facts.version,
            framing: framing,
            keepsAlive: !facts.saysClose && (facts.version == .http11 || facts.saysKeepAlive),
            expectsContinue: facts.version == .http11 && facts.expectation == .continue && framing != .none
        )
        beginBody(framing)
        return .head(head)
    }

    /// RFC 9112, section 6.3, with what it leaves to the server decided for refusal.
    private func decideFraming() throws(HTTP1Rejection) -> RequestHead.Framing {
        guard facts.coding == .none else {
            guard facts.contentLength == nil else {
                throw .malformed("There are both a Content-Length and a Transfer-Encoding field.")
            }
            guard facts.version == .http11 else {
                throw .malformed("HTTP/1.0 does not have a Transfer-Encoding field.")
            }
            guard facts.coding == .chunked else {
                throw HTTP1Rejection(.notImplemented, "The only transfer coding is chunked.")
            }
            return .chunked
        }
        guard let length = facts.contentLength, length > 0 else { return .none }
        guard length <= max(limits.body, limits.streamedBody) else {
            throw HTTP1Rejection(.payloadTooLarge, "The body is too large.")
        }
        return .length(length)
    }

    /// The request, its texts views into one copy of the head.
    private func makeRequest(_ bytes: UnsafeBufferPointer<UInt8>) -> Request {
        let head = ByteBuffer(capacity: cursor - headStart)
        if let base = bytes.baseAddress { head.append(base + headStart, count: cursor - headStart) }
        var all: [Field] = []
        all.reserveCapacity(fields.count + 1)
        for field in fields { all.append(Field(name: head.text(field.name), value: head.text(field.value))) }
        if let authority = facts.authority.map({ head.text($0) }) {
            let host = Field(name: "Host", value: authority)
            if let index = facts.hostIndex { all[index] = host } else { all.append(host) }
        }
        return Request(
            method: facts.method,
            path: facts.path.map { head.text($0) } ?? "/",
            query: facts.query.map { head.text($0) },
            fields: Fields(all)
        )
    }
}
