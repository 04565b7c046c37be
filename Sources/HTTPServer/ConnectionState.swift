import HTTPCore
import Primitives

/// What a connection is doing and what it does next: no I/O, no clock of its own.
///
/// One request is read and answered at a time, so answers are in order; what a client sends ahead stays
/// in the kernel until the answer is written, which is what bounds it.
struct ConnectionState: ~Copyable {
    /// What the connection's owner has to do.
    enum Action {
        /// Nothing, until bytes, an answer or the deadline come.
        case wait
        /// Go on with ``ConnectionState/advance(_:now:)``.
        case advance
        /// Send `100 Continue`, then wait.
        case sendContinue
        /// Have the request answered.
        case dispatch(Request)
        /// Have the request answered, whose body comes meanwhile.
        case dispatchStreamed(Request, StreamedRequestBody)
        /// Let the reader of the body look: more has come, or its end.
        case bodyCame
        /// Answer with the problem instead, ending what runs.
        case refuse(HTTP1Rejection)
        /// Shut the sending side and discard what comes.
        case linger
        /// Close, cancelling what runs.
        case close
    }

    enum Phase {
        case idle(since: Instant)
        case head(since: Instant)
        /// `count` bytes came since `windowStart`.
        case body(windowStart: Instant, count: Int)
        /// The request is being answered while its body comes: `count` bytes since `windowStart`, which is
        /// nothing while none are read.
        case streaming(windowStart: Instant?, count: Int)
        case answering
        case lingering(until: Instant, allowance: Int)
        case closed
    }

    let settings: ServerSettings
    var phase: Phase
    private var parser: HTTP1Parser
    /// The request being read.
    private var request: Request?
    /// Where the bytes of a body go that is handed on as it comes.
    private var stream: StreamedRequestBody?
    /// How much of the window of a body had passed when no more was read.
    private var windowSpent = Duration.zero
    /// Whether the client still waits for `100 Continue`.
    private var owesContinue = false
    /// What the answer to the latest request depends on.
    private(set) var exchange = Exchange()
    /// When the client was seen to end its input, perhaps with bytes before it still unread.
    var halfClosed: Instant?
    private var isInputAtEnd = false
    var isPresenceChecked = false
    private var isDraining = false
    /// Since when the client has read nothing of what waits for it.
    var stalledSince: Instant?

    init(settings: ServerSettings, now: Instant) {
        self.settings = settings
        phase = .idle(since: now)
        parser = HTTP1Parser(limits: settings.limits)
    }

    /// Whether bytes are wanted from the socket.
    var wantsInput: Bool {
        switch phase {
        case .idle, .head, .body: !isInputAtEnd
        case .streaming(let windowStart, _): windowStart != nil && !isInputAtEnd
        case .lingering: true
        case .answering, .closed: false
        }
    }

    /// Reads on in the bytes that came; what is read is taken out of the buffer.
    ///
    /// - Parameter handling: Says how the body of a request is wanted, where it has one.
    mutating func advance(
        _ buffer: ByteBuffer, now: Instant, handling: (Request) -> BodyHandling
    ) -> Action {
        while true {
            switch parser.parse(buffer) {
            case .needMore:
                parser.discardConsumed(from: buffer)
                return waitForMore(now: now)
            case .head(let head):
                exchange = Exchange(head)
                request = head.request
                if head.framing != .none {
                    do throws(HTTP1Rejection) {
                        if try beginsStream(head, handling(head.request)) {
                            return dispatchStreamed(head, buffer)
                        }
                    } catch {
                        return refuse(error)
                    }
                }
                phase = .body(windowStart: now, count: 0)
                if case .length(let length) = head.framing {
                    request?.body = ByteBuffer(capacity: min(length, 16 * 1024))
                } else if head.framing == .chunked {
                    request?.body = ByteBuffer()
                }
                if head.expectsContinue, parser.consumed == buffer.count {
                    parser.discardConsumed(from: buffer)
                    return .sendContinue
                }
            case .body(let range):
                buffer.withBytes { bytes in
                    let piece = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range]))
                    if let stream { stream.append(piece) } else { request?.body?.append(piece) }
                }
                noteBody(range.count)
            case .end:
                parser.discardConsumed(from: buffer)
                if let stream { return endStream(stream, .success(())) }
                guard let request else { return .close }
                self.request = nil
                phase = .answering
                return .dispatch(request)
            case .failure(let rejection): return stream == nil ? refuse(rejection) : failBody(rejection)
            }
        }
    }

    /// Whether the body is handed on as it comes; holds it to its limit.
    private mutating func beginsStream(
        _ head: RequestHead, _ handling: BodyHandling
    ) throws(HTTP1Rejection) -> Bool {
        switch handling {
        case .whole:
            try parser.limitBody(to: settings.limits.body, head.framing)
            return false
        case .streamed(let limit):
            try parser.limitBody(to: min(limit, settings.limits.streamedBody), head.framing)
            return true
        }
    }

    /// The request is answered from now on, and its body read when it is asked for.
    private mutating func dispatchStreamed(_ head: RequestHead, _ buffer: ByteBuffer) -> Action {
        let stream = StreamedRequestBody()
        self.stream = stream
        windowSpent = .zero
        owesContinue = head.expectsContinue && parser.consumed == buffer.count
        parser.discardConsumed(from: buffer)
        phase = .streaming(windowStart: nil, count: 0)
        var request = head.request
        request.stream = stream
        self.request = nil
        return .dispatchStreamed(request, stream)
    }

    private mutating func noteBody(_ count: Int) {
        switch phase {
        case .body(let start, let before): phase = .body(windowStart: start, count: before + count)
        case .streaming(let start, let before): phase = .streaming(windowStart: start, count: before + count)
        default: break
        }
    }

    /// The reader of the body waits for it. Says whether the client waits to be told so.
    mutating func bodyIsWanted(now: Instant) -> Bool {
        guard case .streaming(nil, let count) = phase, let stream, !stream.isFull else { return false }
        phase = .streaming(windowStart: now + (.zero - windowSpent), count: count)
        defer { owesContinue = false }
        return owesContinue && !exchange.hasBegun
    }

    /// The reader of the body has something to do: until it asks again nothing is read, and the client's time
    /// does not run.
    mutating func restFromBody(now: Instant) {
        guard case .streaming(let windowStart?, let count) = phase else { return }
        windowSpent = now - windowStart
        phase = .streaming(windowStart: nil, count: count)
    }

    private mutating func endStream(
        _ stream: StreamedRequestBody, _ outcome: Result<Void, BodyFailure>
    ) -> Action {
        stream.end(outcome)
        self.stream = nil
        phase = .answering
        return .bodyCame
    }

    /// The body cannot be read to its end: who answers the request is told, and says so.
    mutating func failBody(_ rejection: HTTP1Rejection) -> Action {
        guard let stream else { return refuse(rejection) }
        exchange.isRefusal = true
        exchange.keepsAlive = false
        return endStream(stream, .failure(BodyFailure(rejection.kind, rejection.reason)))
    }

    private mutating func waitForMore(now: Instant) -> Action {
        if isInputAtEnd { return close() }
        switch phase {
        case .streaming:
            if stream?.isFull ?? false { restFromBody(now: now) }
            return .bodyCame
        case .body: break
        case .head(let since): phase = parser.isBetweenMessages ? .idle(since: since) : .head(since: since)
        default: if !parser.isBetweenMessages { phase = .head(since: now) }
        }
        return .wait
    }

    mutating func refuse(_ rejection: HTTP1Rejection) -> Action {
        request = nil
        exchange.isRefusal = true
        exchange.keepsAlive = false
        phase = .answering
        return .refuse(rejection)
    }

    mutating func close() -> Action {
        phase = .closed
        return .close
    }

    /// The connection is closed.
    mutating func connectionClosed() {
        stream?.end(.failure(.cancelled))
        stream?.wakeReader()
        stream = nil
        phase = .closed
        stalledSince = nil
    }

    /// The client sends no more, but what it has sent may still have to be read.
    mutating func halfClose(now: Instant) { halfClosed = halfClosed ?? now }

    /// All that the client has sent is read, and there will be no more. It may still read itself: a request
    /// that is being answered is answered to its end.
    mutating func inputEnded(now: Instant) -> Action {
        halfClose(now: now)
        isInputAtEnd = true
        switch phase {
        case .answering, .closed: return .wait
        case .idle, .head, .body, .streaming, .lingering: return close()
        }
    }

    /// Bytes came that nobody will read.
    mutating func discarded(_ count: Int) -> Action {
        guard case .lingering(let until, let allowance) = phase else { return .wait }
        phase = .lingering(until: until, allowance: allowance - count)
        return allowance > count ? .wait : close()
    }

    /// More connections are open than are served.
    mutating func refuseForOverload() -> Action {
        refuse(HTTP1Rejection(.overloaded, "Too many connections are open."))
    }

    /// No new requests: an idle connection closes, another one after its answer.
    mutating func drain() -> Action {
        isDraining = true
        if case .idle = phase { return close() }
        return .wait
    }

    /// A response begins. Says whether the connection stays open after it.
    mutating func responseBegins(endsWithClose: Bool) -> Bool {
        exchange.hasBegun = true
        // What of the body is not read yet will not be.
        if case .streaming = phase { exchange.keepsAlive = false }
        if isDraining || endsWithClose { exchange.keepsAlive = false }
        return exchange.keepsAlive
    }

    /// A response is written to its end. `hasUnreadInput` says whether bytes of the client's wait.
    mutating func responseEnded(hasUnreadInput: Bool, now: Instant) -> Action {
        stalledSince = nil
        var isBodyUnread = false
        if case .streaming = phase { isBodyUnread = true }
        stream = nil
        guard exchange.keepsAlive, !isDraining else {
            guard exchange.isRefusal || hasUnreadInput || isBodyUnread else { return close() }
            phase = .lingering(until: now + settings.lingerTime, allowance: settings.lingerBytes)
            return .linger
        }
        phase = .idle(since: now)
        return .advance
    }

    /// The client takes no bytes for now; `moved` says whether it has just taken some.
    mutating func outputStalls(moved: Bool, now: Instant) {
        if moved || stalledSince == nil { stalledSince = now }
    }

    /// Nothing waits for the client any more.
    mutating func outputDrained() { stalledSince = nil }
}
