import Primitives
import Reactor

extension UpstreamClient: TimerHandler {
    /// libcurl wants to be called after so long, or not at all. The loop's timer is not taken away for
    /// that: libcurl asks at each request and hardly ever needs it, so that it mostly is only put off.
    func setTimeout(milliseconds: Int?) {
        isDue = milliseconds == 0
        guard let milliseconds, milliseconds > 0 else {
            deadline = nil
            return
        }
        let delay = Duration.milliseconds(milliseconds)
        deadline = loop.now + delay
        if let timer, loop.reschedule(timer, after: delay) { return }
        timer = loop.schedule(after: delay, self)
    }

    /// The time libcurl asked for has come, unless it has thought better of it.
    public func timerFired(_: TimerToken) {
        timer = nil
        guard deadline != nil else { return }
        deadline = nil
        multi.timeoutPassed()
        advance()
    }

    /// Does what libcurl wants done at once, and ends the transfers that are over. What is still wanted
    /// after some rounds waits for the loop's next turn.
    func advance() {
        var rounds = 0
        repeat {
            if isDue {
                isDue = false
                multi.timeoutPassed()
            }
            collect()
            rounds += 1
        } while isDue && rounds < 16
        guard isDue else { return }
        isDue = false
        deadline = loop.now
        if let timer { loop.cancel(timer) }
        timer = loop.schedule(after: .zero, self)
    }
}

extension CurlTransfer: TimerHandler {
    /// Begins to count towards the deadlines.
    func startDeadlines() {
        beginning = client.loop.exactNow
        guard let timeouts = request?.timeouts else { return }
        let first = min(timeouts.connect, timeouts.firstByte, timeouts.total)
        timer = client.loop.schedule(at: beginning + first, self)
    }

    /// One timer serves all deadlines: when one is kept, it is set to the next.
    func timerFired(_: TimerToken) {
        timer = nil
        guard let timeouts = request?.timeouts else { return }
        let elapsed = client.loop.now - beginning
        if elapsed >= timeouts.total {
            client.abort(self, .timedOut(.total))
        } else if head.status.code >= 200 {
            timer = client.loop.schedule(at: beginning + timeouts.total, self)
        } else if elapsed >= timeouts.firstByte {
            client.abort(self, .timedOut(.firstByte))
        } else if attempts == 0, elapsed >= timeouts.connect {
            client.abort(self, .timedOut(.connect))
        } else {
            timer = client.loop.schedule(at: beginning + min(timeouts.firstByte, timeouts.total), self)
        }
    }
}
