import Glibc
import HTTPCore
import Primitives
import Reactor

/// Sending responses.
extension Connection {
    func sendContinue() {
        let line = ByteBuffer(capacity: 32)
        line.append(ResponseHead.continueResponse)
        output.append(line)
        flush()
    }

    /// Sends the handler's response.
    func send(_ response: Response) async {
        guard !isClosed else { return }
        guard case .stream(let produce) = response.body, !state.exchange.isHead,
            response.status.allowsBody
        else { return sendSoon(response) }
        let framing = ResponseFraming(response, state.exchange.version)
        writeHead(response, framing)
        flush()
        if !output.isEmpty { server.keepHeadBuffer() }
        do {
            try await produce(StreamedBodyWriter(connection: self, isChunked: framing == .chunked))
        } catch {
            return cutShort(framing)
        }
        guard !isClosed else { return }
        if framing == .chunked { output.append(ByteBuffer("0\r\n\r\n")) }
        finish()
    }

    /// Sends a response whose body is at hand.
    func sendWhole(_ response: Response) {
        writeWhole(response)
        finish()
        if !output.isEmpty { server.keepHeadBuffer() }
    }

    /// Sends a response whose body is at hand with those of other connections.
    private func sendSoon(_ response: Response) {
        writeWhole(response)
        endsWhenSent = true
        server.keepHeadBuffer()
        server.sendSoon(self)
    }

    private func writeWhole(_ response: Response) {
        writeHead(response, ResponseFraming(response, state.exchange.version))
        guard !state.exchange.isHead, response.status.allowsBody else { return }
        switch response.body {
        case .buffer(let body): output.append(body)
        case .file(let body): output.append(body)
        case .empty, .stream: break
        }
    }

    private func writeHead(_ response: Response, _ framing: ResponseFraming) {
        _ = state.responseBegins(endsWithClose: framing == .close)
        let head = server.takeHeadBuffer()
        ResponseHead.write(
            response,
            framing: framing,
            exchange: state.exchange,
            date: server.dateLine,
            to: head
        )
        output.append(head)
    }

    private func finish() {
        endsWhenSent = true
        flush()
    }

    /// Ends a response that cannot be completed so that the client sees that it is not whole: without the
    /// last chunk, or where the end of the connection would end the body, with a reset.
    private func cutShort(_ framing: ResponseFraming) {
        guard !isClosed else { return }
        if framing == .close {
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket.descriptor,
                SOL_SOCKET,
                SO_LINGER,
                &option,
                socklen_t(MemoryLayout<linger>.size)
            )
        }
        abort()
    }

    /// Sends as much as the client takes.
    func flush() {
        guard !isClosed else { return }
        var moved = false
        do throws(SystemCallError) {
            while !output.isEmpty, isWritable {
                isWritable = try output.write(to: socket) > 0
                moved = moved || isWritable
            }
        } catch {
            return abort()
        }
        if output.count <= server.settings.highWaterMark / 2 { resumeWriters() }
        if !output.isEmpty {
            state.outputStalls(moved: moved, now: now)
            updateTimer()
        } else {
            state.outputDrained()
            if endsWhenSent {
                endsWhenSent = false
                responseEnded()
            }
        }
    }

    func resumeWriters() {
        guard !waitingWriters.isEmpty else { return }
        let writers = waitingWriters
        waitingWriters = []
        for writer in writers { writer.resume() }
    }

    /// Sends a piece of a streamed body.
    func write(_ piece: ByteBuffer, isChunked: Bool) async throws(ConnectionClosedError) {
        precondition(server.loop.isCurrent, "a body is written by the task that answers, or a child of it")
        guard !isClosed else { throw ConnectionClosedError() }
        guard !piece.isEmpty else { return }
        if isChunked {
            let size = ByteBuffer(capacity: 16)
            size.append(hexadecimal: piece.count)
            size.append("\r\n")
            output.append(size)
            piece.append("\r\n")
        }
        output.append(piece)
        flush()
        if output.count > server.settings.highWaterMark {
            await withUnsafeContinuation { waitingWriters.append($0) }
        }
        guard !isClosed else { throw ConnectionClosedError() }
    }
}

/// The client is gone.
struct ConnectionClosedError: Error {}

/// A streamed body's way to its connection.
struct StreamedBodyWriter: BodyWriter {
    let connection: Connection
    let isChunked: Bool

    func write(_ buffer: ByteBuffer) async throws {
        try await connection.write(buffer, isChunked: isChunked)
    }
}

extension ByteBuffer {
    /// Appends a positive number in hexadecimal.
    fileprivate func append(hexadecimal number: Int) {
        var shift = (Int.bitWidth - number.leadingZeroBitCount - 1) / 4 * 4
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: number >> shift) & 15
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            shift -= 4
        }
    }
}
