import HTTPCore
import HTTPServer
import Primitives

/// What a parser made of an input: everything of a request that anyone could see, and how it ended.
private struct Reading: Equatable {
    struct Message: Equatable {
        var method: Method
        var target: [[UInt8]]
        var fields: [[UInt8]]
        var framing: RequestHead.Framing
        var flags: [Bool]
        var body: [UInt8] = []
    }

    var messages: [Message] = []
    var refusal: String?
    var isBetweenMessages = false
}

private var limits: HTTP1Limits {
    var limits = HTTP1Limits()
    limits.requestLine = 128
    limits.fieldSection = 256
    limits.fieldCount = 8
    limits.body = 64
    limits.chunkLine = 32
    limits.chunkExtensions = 64
    return limits
}

/// Reads an input in pieces and checks each event against the limits.
private func read(_ input: UnsafeBufferPointer<UInt8>, pieces: (Int) -> Int) -> Reading {
    var parser = HTTP1Parser(limits: limits)
    let buffer = ByteBuffer()
    var reading = Reading()
    var position = 0
    while reading.refusal == nil {
        switch parser.parse(buffer) {
        case .needMore:
            parser.discardConsumed(from: buffer)
            precondition(buffer.count <= limits.requestLine + limits.fieldSection + 16, "too much is kept")
            reading.isBetweenMessages = parser.isBetweenMessages
            guard position < input.count else { return reading }
            let count = min(max(pieces(position), 1), input.count - position)
            buffer.append(
                UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: input[position..<position + count]))
            )
            position += count
        case .head(let head): reading.messages.append(message(head))
        case .body(let range):
            precondition(!range.isEmpty && range.upperBound <= buffer.count, "a piece outside of the buffer")
            let last = reading.messages.count - 1
            reading.messages[last].body += buffer.withBytes { Array($0[range]) }
            precondition(reading.messages[last].body.count <= limits.body, "a body over its limit")
        case .end:
            if case .length(let length)? = reading.messages.last?.framing {
                precondition(reading.messages.last?.body.count == length, "a body of another length")
            }
        case .failure(let rejection):
            reading.refusal = "\(rejection.kind) \(rejection.reason)"
            reading.isBetweenMessages = false
        }
    }
    guard case .failure = parser.parse(buffer) else { preconditionFailure("a refusal does not last") }
    return reading
}

private func message(_ head: RequestHead) -> Reading.Message {
    let fields = head.request.fields.all
    precondition(fields.count <= limits.fieldCount + 1, "too many fields")
    for field in fields {
        precondition(!field.name.isEmpty, "a field without a name")
        let isClean = field.value.withBytes { $0.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 } }
        precondition(isClean, "a control character in a value")
    }
    if case .length(let length) = head.framing {
        precondition(length <= limits.body, "a length over its limit")
    }
    precondition(
        head.version == .http10 || fields.filter { $0.name.equalsIgnoringCase("host") }.count == 1,
        "hosts"
    )
    precondition(
        head.request.fields["transfer-encoding"] == nil || head.request.fields["content-length"] == nil,
        "two ways to frame a body"
    )
    let target = [bytes(head.request.path)] + (head.request.query.map { [bytes($0)] } ?? [])
    return Reading.Message(
        method: head.request.method,
        target: target,
        fields: fields.flatMap { [bytes($0.name), bytes($0.value)] },
        framing: head.framing,
        flags: [head.version == .http10, head.keepsAlive, head.expectsContinue]
    )
}

private func bytes(_ text: Text) -> [UInt8] { text.withBytes { Array($0) } }

/// The target of libFuzzer: an input is read whole, byte by byte, and in pieces that its first byte
/// chooses; all three readings are the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let data, count > 1 else { return 0 }
    let input = UnsafeBufferPointer(start: data + 1, count: count - 1)
    var seed = UInt64(data[0])
    let whole = read(input) { _ in input.count }
    precondition(read(input) { _ in 1 } == whole, "read otherwise byte by byte")
    let pieced = read(input) { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(seed >> 60) + 1
    }
    precondition(pieced == whole, "read otherwise in pieces")
    return 0
}
