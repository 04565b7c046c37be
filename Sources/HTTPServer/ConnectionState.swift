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
        case answering
        case lingering(until: Instant, allowance: Int)
        case closed
    }

    let settings: ServerSettings
    var phase: Phase
    private var parser: HTTP1Parser
    /// The request being read.
    private var request: Request?
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
        case .lingering: true
        case .answering, .closed: false
        }
    }

    /// Reads on in the bytes that came; what is read is taken out of the buffer.
    mutating func advance(_ buffer: ByteBuffer, now: Instant) -> Action {
        while true {
            switch parser.parse(buffer) {
            case .needMore:
                parser.discardConsumed(from: buffer)
                return waitForMore(now: now)
            case .head(let head):
                exchange = Exchange(head)
                request = head.request
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
                    request?.body?.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range])))
                }
                if case .body(let start, let count) = phase {
                    phase = .body(windowStart: start, count: count + range.count)
                }
            case .end:
                parser.discardConsumed(from: buffer)
                guard let request else { return .close }
                self.request = nil
                phase = .answering
                return .dispatch(request)
            case .failure(let rejection): return refuse(rejection)
            }
        }
    }

    private mutating func waitForMore(now: Instant) -> Action {
        if isInputAtEnd { return close() }
        switch phase {
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
        case .idle, .head, .body, .lingering: return close()
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
        if isDraining || endsWithClose { exchange.keepsAlive = false }
        return exchange.keepsAlive
    }

    /// A response is written to its end. `hasUnreadInput` says whether bytes of the client's wait.
    mutating func responseEnded(hasUnreadInput: Bool, now: Instant) -> Action {
        stalledSince = nil
        guard exchange.keepsAlive, !isDraining else {
            guard exchange.isRefusal || hasUnreadInput else { return close() }
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
