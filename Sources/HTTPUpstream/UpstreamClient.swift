import CCurl
import HTTPCore
import Primitives
import Reactor

/// Sends requests to vendors with libcurl, on the epoll instance of one event loop.
///
/// Connections are kept and shared, HTTP/2 is used where a vendor offers it over TLS, certificates are
/// always checked, redirects are not followed, and nothing of the environment (proxies, `.netrc`) is used.
/// A request is sent at most once: where libcurl would send it again, it fails instead.
///
/// The client lives until ``shutdown()``, on which its sockets leave the loop.
///
/// `@unchecked Sendable`: touched on the loop's thread alone, which ``send(_:)`` checks.
public final class UpstreamClient: @unchecked Sendable {
    /// The loop it runs on.
    public let loop: EventLoop
    let settings: UpstreamSettings
    let multi: CurlMulti
    private var idle: [CurlTransfer] = []
    private var active: [CurlTransfer] = []
    private var inflaters: [GzipInflater] = []
    /// For how many requests under way there is room among the connections, besides the idle ones.
    private var connectionRoom = 0
    private var isShutDown = false
    var watches: [SocketWatch?] = []
    /// When libcurl wants to be called though no socket is ready.
    var deadline: Instant?
    var timer: TimerToken?
    var isDue = false
    private var beginsSoon = false

    /// How many handles wait for their next request.
    private static let maximumIdleTransfers = 512
    /// From how many bytes on a body is worked on before the next one is read.
    private static let largeBody = 32 << 10
    /// How many inflaters do, some 40 KB each.
    private static let maximumIdleInflaters = 16

    /// A client on `loop`; nothing when there is no memory for it.
    public init?(loop: EventLoop, settings: UpstreamSettings = UpstreamSettings()) {
        guard let multi = CurlMulti() else { return nil }
        multi.keepConnections(atMost: settings.maximumIdleConnections)
        self.loop = loop
        self.settings = settings
        self.multi = multi
        multi.setClient(self)
    }

    /// Sends a request and gives the whole answer, whatever its status. Called by a task that prefers the
    /// client's loop.
    ///
    /// When the task is cancelled the transfer ends at once, and its connection is closed.
    public func send(_ request: UpstreamRequest) async throws(UpstreamError) -> UpstreamResponse {
        precondition(loop.isCurrent, "called off the loop's thread")
        let transfer = try takeTransfer()
        do throws(UpstreamError) {
            try transfer.prepare(request)
        } catch {
            giveBack(transfer)
            throw error
        }
        let serial = transfer.serial
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { begin(transfer, $0) }
        } onCancel: {
            cancel(transfer, serial)
        }
        return try outcome.get()
    }

    /// How many requests are under way. Loop thread only.
    public var activeCount: Int { active.count }

    /// Ends every request as cancelled and closes every connection. Loop thread only.
    public func shutdown() {
        precondition(loop.isCurrent, "called off the loop's thread")
        isShutDown = true
        while let transfer = active.last { end(transfer, .failure(transfer.error(.cancelled))) }
        idle.removeAll()
        if let timer { loop.cancel(timer) }
        timer = nil
        multi.close()
    }

    private func takeTransfer() throws(UpstreamError) -> CurlTransfer {
        if isShutDown { throw UpstreamError(.cancelled, .notSent) }
        if let transfer = idle.popLast() { return transfer }
        guard let transfer = CurlTransfer(client: self) else {
            throw UpstreamError(.failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue)), .notSent)
        }
        return transfer
    }

    /// An inflater for one body; nothing when there is no memory for it.
    func takeInflater() -> GzipInflater? { inflaters.popLast() ?? GzipInflater() }

    private func giveBack(_ transfer: CurlTransfer) {
        if let inflater = transfer.inflater, inflaters.count < Self.maximumIdleInflaters {
            inflater.reset()
            inflaters.append(inflater)
        }
        transfer.clear()
        if idle.count < Self.maximumIdleTransfers && !isShutDown { idle.append(transfer) }
    }

    private func begin(
        _ transfer: CurlTransfer,
        _ continuation: UnsafeContinuation<CurlTransfer.Outcome, Never>
    ) {
        guard !transfer.isCancelled, multi.add(transfer.easy) else {
            let cause: UpstreamError.Cause =
                transfer.isCancelled ? .cancelled : .failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
            giveBack(transfer)
            return continuation.resume(returning: .failure(UpstreamError(cause, .notSent)))
        }
        transfer.continuation = continuation
        transfer.place = active.count
        active.append(transfer)
        makeRoom()
        transfer.startDeadlines()
        transfer.upload?.start(for: transfer)
        beginSoon()
    }

    /// Has libcurl begin the transfers that it was given when the turn ends, all at once: to send several requests takes
    /// less when the vendor's end is woken for the first of them alone.
    private func beginSoon() {
        if beginsSoon { return }
        beginsSoon = true
        loop.whenTurnEnds(self)
    }

    /// libcurl counts the connections in use among those it keeps: without room for them, requests that hang would
    /// cost all others their connections.
    private func makeRoom() {
        guard active.count > connectionRoom else { return }
        connectionRoom = max(64, connectionRoom * 2)
        multi.keepConnections(atMost: settings.maximumIdleConnections + connectionRoom)
    }

    /// Any thread.
    private func cancel(_ transfer: CurlTransfer, _ serial: Int) {
        guard loop.isCurrent else { return loop.execute { self.cancel(transfer, serial) } }
        guard transfer.serial == serial else { return }
        if transfer.continuation == nil {
            transfer.isCancelled = true
        } else {
            abort(transfer, .cancelled)
        }
    }

    /// Ends a transfer that libcurl has not ended; its connection is closed.
    func abort(_ transfer: CurlTransfer, _ cause: UpstreamError.Cause) {
        end(transfer, .failure(transfer.error(cause)))
        // Its place may be another's now.
        advance()
    }

    private func end(_ transfer: CurlTransfer, _ outcome: CurlTransfer.Outcome) {
        guard let continuation = transfer.continuation else { return }
        multi.remove(transfer.easy)
        if let timer = transfer.timer { loop.cancel(timer) }
        let last = active.removeLast()
        if last !== transfer {
            active[transfer.place] = last
            last.place = transfer.place
        }
        giveBack(transfer)
        continuation.resume(returning: outcome)
        // The bodies of many answers that wait for each other would not fit into the processor's caches.
        if case .success(let response) = outcome, response.body.count >= Self.largeBody { loop.runSoon() }
    }

    /// Ends the transfers that libcurl has ended.
    func collect() {
        while let (context, code) = multi.nextDone() {
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            end(transfer, transfer.outcome(code))
        }
    }
}

extension UpstreamClient: TurnHandler {
    /// Begins the transfers of the turn.
    public func turnEnds() {
        beginsSoon = false
        if !isShutDown { advance() }
    }
}
