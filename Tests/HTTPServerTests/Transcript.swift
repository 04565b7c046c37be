import HTTPCore
import HTTPServer
import Primitives

/// What a parser made of some bytes, as text that can be compared: `GET /a?b host=h body=x keep` for each
/// request, then `! 400` for a refusal or `...` for a message that is not whole.
struct Transcript {
    private(set) var entries: [String] = []
    private var parser: HTTP1Parser
    private let buffer = ByteBuffer()
    private var head: RequestHead?
    private var body: [UInt8] = []
    private(set) var isRefused = false

    init(limits: HTTP1Limits = HTTP1Limits()) { parser = HTTP1Parser(limits: limits) }

    /// Feeds the pieces one after the other and says what came of them.
    static func of(_ pieces: [ArraySlice<UInt8>], limits: HTTP1Limits = HTTP1Limits()) -> [String] {
        var transcript = Transcript(limits: limits)
        for piece in pieces { transcript.feed(piece) }
        return transcript.finished
    }

    var finished: [String] {
        isRefused || (parser.isBetweenMessages && head == nil) ? entries : entries + ["..."]
    }

    mutating func feed(_ bytes: ArraySlice<UInt8>) {
        buffer.append(contentsOf: bytes)
        while !isRefused {
            switch parser.parse(buffer) {
            case .needMore:
                parser.discardConsumed(from: buffer)
                return
            case .head(let newHead): head = newHead
            case .body(let range): body += buffer.withBytes { Array($0[range]) }
            case .end: finish()
            case .failure(let rejection):
                isRefused = true
                entries.append("! \(rejection.kind.status.code)")
            }
        }
    }

    private mutating func finish() {
        guard let head else { return entries.append("an end without a head") }
        let request = head.request
        var entry = "\(request.method.name) \(request.path)"
        if let query = request.query { entry += "?\(query)" }
        for field in request.fields.all { entry += " \(field.name)=\(field.value)" }
        if head.framing != .none { entry += " body=\(String(decoding: body, as: UTF8.self))" }
        if head.expectsContinue { entry += " continue" }
        entries.append(entry + (head.keepsAlive ? " keep" : " close"))
        self.head = nil
        body = []
    }
}

extension String {
    var sliced: ArraySlice<UInt8> { Array(utf8)[...] }
}
