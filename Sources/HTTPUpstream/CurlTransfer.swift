import CCurl
import HTTPCore
import Primitives
import Reactor

/// An easy handle with what belongs to the request it carries. Both are used again: the options that never
/// change are set once, and for each request only what differs from the one before.
///
/// `@unchecked Sendable`: touched on the loop's thread alone, where libcurl calls back too.
final class CurlTransfer: @unchecked Sendable {
    typealias Outcome = Result<UpstreamResponse, UpstreamError>

    let easy: CurlEasy
    let url: CurlURL
    let lines: HeaderLines
    var head = ResponseHead()
    /// What has come of the body; nothing as long as none has.
    var body: ByteBuffer?
    /// What decompresses the body, while one comes compressed.
    var inflater: GzipInflater?
    var request: UpstreamRequest?
    /// What is being sent of a body that comes in pieces, while there is one.
    var upload: Upload?
    var prepared = PreparedOptions()
    var continuation: UnsafeContinuation<Outcome, Never>?
    /// What a callback found wrong, which libcurl only knows as a callback that failed.
    var failure: UpstreamError.Cause?
    /// How often libcurl was about to send the request.
    var attempts = 0
    /// Which of the requests that this object carries, one after the other, it is now.
    var serial = 0
    /// Whether the task was cancelled before the transfer began.
    var isCancelled = false
    var beginning = Instant(nanoseconds: 0)
    var timer: TimerToken?
    /// Its place among the client's transfers under way.
    var place = -1
    unowned let client: UpstreamClient

    /// A transfer; nothing when there is no memory for it, or the settings cannot be taken.
    init?(client: UpstreamClient) {
        guard let easy = CurlEasy(), let url = CurlURL() else { return nil }
        self.easy = easy
        self.url = url
        self.client = client
        lines = HeaderLines(userAgent: client.settings.userAgent)
        guard setConstants(client.settings) else { return nil }
    }

    /// Whether no byte of the request can have left.
    var delivery: UpstreamError.Delivery { attempts == 0 ? .notSent : .maybeSent }

    /// Whether the request is a HEAD, whose answer has no body whatever its header says.
    var isHead: Bool { request?.method == .head }

    /// Forgets the request, keeping the handle and its room.
    func clear() {
        request = nil
        upload?.stop()
        upload = nil
        inflater = nil
        continuation = nil
        failure = nil
        attempts = 0
        serial += 1
        isCancelled = false
        timer = nil
        body = nil
        easy.clearDetail()
    }
}
