import HTTPCore
import Primitives
import Reactor

/// A client's connection: the I/O around a ``ConnectionState``. It lives on one loop for life.
///
/// `@unchecked Sendable`: touched on its loop's thread alone. The tasks that answer requests prefer that
/// loop, and so run there.
final class Connection: @unchecked Sendable {
    let server: ServerLoop
    let socket: Socket
    private var registration: Registration?
    var state: ConnectionState
    var output = OutputQueue()
    /// The part of a request that was read and is not whole.
    private var leftover: ByteBuffer?
    /// Where the body of the current request goes, where it is handed on as it comes.
    private var body: StreamedRequestBody?
    /// What answers the current request.
    private var task: Task<Void, Never>?
    /// Readiness is told once when it comes (epoll's edge) and kept here.
    private var isReadable = false
    var isWritable = true
    /// Whether a request is being refused on the spot.
    private var isRefusing = false
    /// Whether the response ends when the output is sent.
    var endsWhenSent = false
    /// Writers of a streamed body that wait for the client to read.
    var waitingWriters: [UnsafeContinuation<Void, Never>] = []
    private var timer: (token: TimerToken, deadline: Instant)?

    init(_ socket: Socket, server: ServerLoop) {
        self.socket = socket
        self.server = server
        state = ConnectionState(settings: server.settings, now: server.loop.now)
    }

    var now: Instant { server.loop.now }
    var isClosed: Bool { socket.descriptor < 0 }

    /// Begins to read, or says that there are too many connections already.
    func begin(isOverloaded: Bool) {
        do throws(SystemCallError) {
            registration = try server.loop.register(
                socket.descriptor,
                interest: [.readable, .writable, .hangup, .edge],
                handler: self
            )
        } catch {
            return abort()
        }
        if isOverloaded { perform(state.refuseForOverload()) }
        readInput()
    }

    /// Reads what is there, as long as it is wanted.
    func readInput() {
        do throws(SystemCallError) {
            while isReadable, state.wantsInput { try readOnce() }
        } catch {
            abort()
        }
        updateTimer()
    }

    private func readOnce() throws(SystemCallError) {
        let buffer = leftover ?? server.input
        let room = ServerLoop.bytesPerRead
        switch try socket.read(into: buffer, maximum: room) {
        case .wouldBlock: isReadable = false
        case .end:
            isReadable = false
            perform(state.inputEnded(now: now))
        case .bytes(let count):
            // Fewer than there was room for: there are no more, and news of the next is an edge. News of the
            // input's end may have come already.
            if count < room, state.halfClosed == nil { isReadable = false }
            if case .lingering = state.phase {
                buffer.removeAll()
                perform(state.discarded(count))
            } else {
                advance(in: buffer)
            }
        }
    }

    /// Reads on in what was read, and keeps what is left of it.
    private func advance(in buffer: ByteBuffer) {
        let action = state.advance(buffer, now: now) { [handler = server.handler] in
            handler.bodyHandling(of: $0)
        }
        if buffer.isEmpty {
            leftover = nil
        } else if buffer === server.input {
            let rest = ByteBuffer(capacity: buffer.count + 512)
            buffer.withBytes { rest.append(UnsafeRawBufferPointer($0)) }
            leftover = rest
            buffer.removeAll()
        }
        perform(action)
    }

    func perform(_ action: ConnectionState.Action) {
        switch action {
        case .wait: break
        case .advance: advance(in: leftover ?? server.input)
        case .sendContinue: sendContinue()
        case .dispatch(let request): dispatch(request)
        case .dispatchStreamed(let request, let body):
            body.attach(to: self)
            self.body = body
            dispatch(request)
        case .bodyCame: body?.wakeReader()
        case .refuse(let rejection): refuse(rejection)
        case .linger: linger()
        case .close: abort()
        }
    }

    private func dispatch(_ request: Request) {
        var request = request
        if let peer = socket.peer { request.peer = peer.host }
        // A refusal sends at once, and what that leads to comes back here: a client that pipelines is refused the
        // next by a task, so that it cannot nest calls without end.
        let isAdmitted = !isRefusing
        if isAdmitted, case .refused(let response) = server.handler.admit(request) {
            isRefusing = true
            defer { isRefusing = false }
            return sendWhole(response)
        }
        let received = request
        task = Task(executorPreference: server.loop) { [self] in
            let handler = server.handler
            await send(isAdmitted ? await handler.respond(to: received) : await handler.answer(received))
        }
    }

    /// Who answers the request waits for its body.
    func bodyIsWanted() {
        guard !isClosed else { return }
        if state.bodyIsWanted(now: now) { sendContinue() }
        // What came with the head is there already.
        if let leftover, case .streaming = state.phase { advance(in: leftover) }
        readInput()
    }

    /// Who answers the request has taken what was there.
    func bodyWasTaken() { state.restFromBody(now: now) }

    private func refuse(_ rejection: HTTP1Rejection) {
        leftover = nil
        let problem = Problem(rejection.kind, rejection.reason.description)
        sendWhole(problem.response(instance: nil, requestID: nil))
    }

    private func linger() {
        leftover = nil
        do throws(SystemCallError) {
            try socket.shutdownWrite()
        } catch {
            return abort()
        }
        readInput()
    }

    /// A response is sent to its end.
    func responseEnded() {
        task = nil
        // Who still waits for the rest of the body waits in vain.
        body?.end(.failure(.cancelled))
        body?.wakeReader()
        body = nil
        perform(state.responseEnded(hasUnreadInput: isReadable || leftover != nil, now: now))
        readInput()
    }

    /// See ``ConnectionState/drain()``.
    func drain() { perform(state.drain()) }

    /// Closes at once and cancels what runs.
    func abort() {
        guard !isClosed else { return }
        if let registration { server.loop.deregister(registration) }
        if let timer { server.loop.cancel(timer.token) }
        timer = nil
        socket.close()
        state.connectionClosed()
        task?.cancel()
        task = nil
        leftover = nil
        output.removeAll()
        resumeWriters()
        server.remove(self)
    }

    /// Makes sure that the state's deadline is noticed. A timer that is due before it is left as it is and
    /// looks again when it fires, so that a busy connection does not touch its timer.
    func updateTimer() {
        guard let deadline = state.deadline else { return }
        if let timer, timer.deadline <= deadline { return }
        if let timer { server.loop.cancel(timer.token) }
        timer = (server.loop.schedule(at: deadline, self), deadline)
    }
}

extension Connection: EventHandler {
    func ready(_ readiness: Readiness) {
        if !readiness.isDisjoint(with: .always) { return abort() }
        if readiness.contains(.hangup) { state.halfClose(now: now) }
        if !readiness.isDisjoint(with: [.readable, .hangup]) { isReadable = true }
        if readiness.contains(.writable) {
            isWritable = true
            flush()
        }
        readInput()
    }
}

extension Connection: TimerHandler {
    func timerFired(_: TimerToken) {
        timer = nil
        perform(state.deadlinePassed(now: now))
        readInput()
    }
}
