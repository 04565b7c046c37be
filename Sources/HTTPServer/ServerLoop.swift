import HTTPCore
import Primitives
import Reactor

/// What the connections of one loop share.
///
/// `@unchecked Sendable`: touched on the loop's thread alone, but for its constants.
final class ServerLoop: @unchecked Sendable {
    /// How many bytes are read at a time.
    static let bytesPerRead = 16 * 1024
    /// How many responses are sent at once, at most. Each that a sleeping client is sent costs waking it, which takes
    /// as long as a small response does; the next find it awake.
    private static let responsesAtOnce = 4

    let loop: EventLoop
    let handler: any RequestHandler
    let settings: ServerSettings
    let time: any TimeSource
    let census: ConnectionCensus
    /// What every connection reads into; empty between two events. A connection that has read part of a
    /// request takes a copy of that part, so that an idle one holds no buffer at all.
    let input = ByteBuffer(capacity: bytesPerRead)
    private var headBuffer = ByteBuffer(capacity: 1024)
    private var date = DateField()
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var isDraining = false
    /// Connections whose responses are ready to be sent.
    private var ready: [Connection] = []
    private var awaitsTurnEnd = false

    init(
        loop: EventLoop,
        handler: any RequestHandler,
        settings: ServerSettings,
        time: any TimeSource,
        census: ConnectionCensus
    ) {
        self.loop = loop
        self.handler = handler
        self.settings = settings
        self.time = time
        self.census = census
    }

    /// The `Date` field, with its line end.
    var dateLine: ByteBuffer { date.line(at: time.wallClock) }

    /// An empty buffer for a head, which comes back with ``giveBack(_:)`` when it is sent at once.
    func takeHeadBuffer() -> ByteBuffer {
        headBuffer.removeAll()
        return headBuffer
    }

    /// The last head buffer is still being sent: the next head gets another one.
    func keepHeadBuffer() { headBuffer = ByteBuffer(capacity: 1024) }

    /// Has what the connection's output holds sent with what other connections are to be sent, before the turn ends.
    func sendSoon(_ connection: Connection) {
        ready.append(connection)
        if ready.count >= Self.responsesAtOnce { return sendReady() }
        if awaitsTurnEnd { return }
        awaitsTurnEnd = true
        loop.whenTurnEnds(self)
    }

    private func sendReady() {
        let connections = ready
        ready.removeAll()
        for connection in connections { connection.flush() }
    }

    /// Begins to serve a client; one too many is told so, and when too many are being told it is dropped.
    func serve(_ socket: Socket) {
        let count = census.enter()
        guard count <= settings.maximumConnections + settings.refusedConnections else {
            return census.leave()
        }
        let connection = Connection(socket, server: self)
        connections[ObjectIdentifier(connection)] = connection
        connection.begin(isOverloaded: count > settings.maximumConnections)
        if isDraining { connection.drain() }
    }

    /// The connection is closed.
    func remove(_ connection: Connection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        census.leave()
    }

    /// Closes idle connections, and the others after their answers; what is left after `limit` is cut off.
    func drain(within limit: Duration) {
        isDraining = true
        for connection in connections.values { connection.drain() }
        loop.schedule(after: limit) { [weak self] in self?.abort() }
    }

    private func abort() {
        for connection in connections.values { connection.abort() }
    }
}

extension ServerLoop: TurnHandler {
    func turnEnds() {
        awaitsTurnEnd = false
        sendReady()
    }
}
