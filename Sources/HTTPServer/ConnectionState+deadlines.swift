import HTTPCore
import Primitives

/// Time: each phase has one deadline, and what happens when it passes.
extension ConnectionState {
    /// When ``deadlinePassed(now:)`` is due, if nothing happens before.
    var deadline: Instant? {
        if let stalledSince { return stalledSince + settings.writeTimeout }
        switch phase {
        case .idle(let since): return since + settings.idleTimeout
        case .head(let since): return since + settings.headerTimeout
        case .body(let windowStart, _): return windowStart + settings.bodyWindow
        case .streaming(let windowStart, _): return windowStart.map { $0 + settings.bodyWindow }
        case .answering: return presenceCheck
        case .lingering(let until, _): return until
        case .closed: return nil
        }
    }

    /// When it has to be found out whether a client that ended its input still reads.
    ///
    /// The end of input looks the same from a client that only has nothing more to ask and from one that
    /// is gone. They differ when something is sent: the host of one that is gone answers with a reset, and
    /// its request can be cancelled. What is sent is an interim response, which a client of HTTP/1.1
    /// ignores when it is there (RFC 9110, section 15.2).
    private var presenceCheck: Instant? {
        guard let halfClosed, !isPresenceChecked, !exchange.hasBegun, exchange.version == .http11 else {
            return nil
        }
        return halfClosed + settings.presenceCheckDelay
    }

    /// The deadline has passed.
    mutating func deadlinePassed(now: Instant) -> Action {
        guard let deadline, deadline <= now else { return .wait }
        if stalledSince != nil { return close() }
        switch phase {
        case .idle, .lingering, .closed: return close()
        case .head: return refuse(HTTP1Rejection(.requestTimeout, "The header fields came too slowly."))
        case .body(_, let count):
            guard count >= expectedBody else {
                return refuse(HTTP1Rejection(.requestTimeout, "The body came too slowly."))
            }
            phase = .body(windowStart: now, count: 0)
            return .wait
        case .streaming(_, let count):
            guard count >= expectedBody else {
                return failBody(HTTP1Rejection(.requestTimeout, "The body came too slowly."))
            }
            phase = .streaming(windowStart: now, count: 0)
            return .wait
        case .answering:
            isPresenceChecked = true
            return .sendContinue
        }
    }

    /// How many bytes of a body have to come in a window.
    private var expectedBody: Int {
        let (seconds, attoseconds) = settings.bodyWindow.components
        return Int(seconds) * settings.minimumBodyRate
            + Int(attoseconds / 1_000_000_000) * settings.minimumBodyRate / 1_000_000_000
    }
}
