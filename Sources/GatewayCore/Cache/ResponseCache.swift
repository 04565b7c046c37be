import HTTPCore
import Primitives
import Synchronization
import UnifiedModel

/// Keeps answers of reads for as long as they may serve, and has those who ask the same at the same time share one
/// read.
final class ResponseCache: Sendable {
    /// How long past its life an answer is kept, for when the vendor fails.
    static let staleTime = Duration.seconds(600)
    /// The part of the bound that one answer may fill, as a divisor.
    static let largestShare = 8
    /// How many answers are renewed at once before they have outlived their time.
    static let maximumRefreshes = 64
    /// How many answers are in files of the kernel's, at most.
    static let maximumFiles = 512
    /// The part of the process's descriptors that these may take, as a divisor. Connections have the rest; where it
    /// is used up all the same, answers stay in their buffers and the listeners wait for a connection to end.
    static let fileShareOfDescriptors = 8

    struct State {
        var answers: S3FIFO<CacheKey, Entry>
        var flights = FlightTable<CallMeter, FlightWaiter>()
        var generations: Generations
        var refreshes = 0
        var waiting = 0
        var alarms = BinaryHeap<WaiterAlarm>()
        /// When the alarm goes off.
        var wake: Instant?
    }

    struct Entry {
        let answer: CachedAnswer
        /// It is renewed once, whatever comes of that.
        var isRenewed = false
    }

    let state: Mutex<State>
    let alarm = Mutex<(any Alarm)?>(nil)
    let time: any TimeSource
    /// The files that answers are in, and those that were put out while they are still being sent.
    let files: MemoryFileBudget
    private let places: [ObjectIdentifier: Int]
    private let largestAnswer: Int

    /// A cache of so many bytes, for the answers of these connections.
    init(
        maximumBytes: Int, connections: [VendorConnection], time: any TimeSource, alarms: any AlarmClock,
        files: MemoryFileBudget = MemoryFileBudget(
            limit: maximumFiles, shareOfDescriptors: fileShareOfDescriptors)
    ) {
        self.files = files
        places = Dictionary(
            uniqueKeysWithValues: connections.enumerated().map { (ObjectIdentifier($1), $0) })
        state = Mutex(
            State(
                answers: S3FIFO(capacity: maximumBytes), generations: Generations(connections: places.count)))
        largestAnswer = maximumBytes / Self.largestShare
        self.time = time
        alarm.withLock { $0 = alarms.alarm { [weak self] in self?.wake() } }
    }

    /// What is to be done with a read.
    enum Start: Sendable {
        /// It is answered by what is kept.
        case hit(CacheHit)
        /// It makes the calls.
        case lead(FlightTicket, CacheStatus.Reason)
        /// It waits for the flight of that number, whose calls another makes.
        case follow(UInt64, CallMeter, CacheStatus.Reason)
        /// It takes only what is kept, and there is nothing.
        case nothingKept
    }

    /// Begins a read.
    ///
    /// - Parameter joins: Whether it may wait for another.
    func begin(_ read: CachedRead, joins: Bool) -> Start {
        let now = time.now
        return state.withLock { state in
            var reason = CacheStatus.Reason.miss
            if let (entry, age) = state.kept(read, at: now) {
                let isFresh = age < entry.answer.lifetime
                if isFresh, !read.directives.isNoCache, read.takes(age) {
                    return .hit(
                        CacheHit(answer: entry.answer, age: age, refresh: state.renew(entry, age, read, now)))
                }
                reason = isFresh ? .request : .stale
            }
            if read.directives.isOnlyIfCached { return .nothingKept }
            let generation = state.generations.count
            if read.directives.isNoCache || !joins {
                return .lead(.alone(read.key, begun: generation, at: now), reason)
            }
            if let flight = state.flights.flight(read.key), state.mayJoin(flight, read, places) {
                return .follow(flight.number, flight.leader, reason)
            }
            return .lead(state.flights.begin(read.key, read.calls, begun: generation, at: now), reason)
        }
    }

    /// What is kept, however old, for a read whose vendor failed; nothing when it takes no such thing.
    func fallback(for read: CachedRead) -> CacheHit? {
        if read.directives.isNoCache { return nil }
        let now = time.now
        return state.withLock { state in
            guard let (entry, age) = state.kept(read, at: now), read.takes(age) else { return nil }
            return CacheHit(answer: entry.answer, age: age, refresh: nil)
        }
    }

    /// A hit as it is to be sent: what is large moves to a file when it is first asked for again. To make one takes
    /// longer than to send the answer once, so those that nobody asks for again are spared it.
    func readyToSend(_ hit: CacheHit, of read: CachedRead, to request: Request) -> CacheHit {
        // Whoever has the body is sent none.
        guard let buffer = hit.answer.largeBuffer, !hit.answer.tag.isHeld(by: request.fields),
            let file = files.file(of: buffer)
        else { return hit }
        let moved = CachedAnswer(hit.answer, in: file)
        state.withLock { state in
            guard let entry = state.answers.peek(read.key), entry.answer === hit.answer else { return }
            state.answers.replace(read.key, by: Entry(answer: moved, isRenewed: entry.isRenewed))
        }
        return CacheHit(answer: moved, age: hit.age, refresh: hit.refresh)
    }

    /// A read was answered: those who wait get the answer, and it is kept if it may be. Gives how long.
    func land(_ ticket: FlightTicket, _ shared: SharedAnswer, _ family: ResourceFamily) -> Duration? {
        let kept = keepable(ticket, shared)
        let (lifetime, resumptions) = state.withLock { state in
            var lifetime: Duration?
            if let kept, state.keep(kept, ticket, family) { lifetime = kept.lifetime }
            var answer = shared
            answer.lifetime = lifetime
            return (lifetime, state.resumptions(of: state.flights.land(ticket), .answered(answer)))
        }
        for resumption in resumptions { resumption.resume() }
        return lifetime
    }

    /// What is kept of an answer, ready for those who ask later.
    private func keepable(_ ticket: FlightTicket, _ shared: SharedAnswer) -> CachedAnswer? {
        let answer = shared.answer
        guard let freshness = answer.freshness, case .buffer(let body) = answer.response.body else {
            return nil
        }
        let kept = CachedAnswer(
            answer.response, body, flags: answer.cachedFlags, tag: shared.tag,
            lifetime: freshness.lifetime,
            connections: freshness.connections.compactMap { places[ObjectIdentifier($0)] }, of: ticket,
            at: time.now)
        return kept.size <= largestAnswer ? kept : nil
    }

    /// A read was answered that is not to be kept. Ends it when nobody waits for it, and gives whether nobody does.
    func endUnshared(_ ticket: FlightTicket) -> Bool {
        ticket.isAlone || state.withLock { $0.flights.endUnshared(ticket) }
    }

    /// A read failed by what is the vendor's: so it did for those who wait.
    func fail(_ ticket: FlightTicket, _ problem: Problem) {
        let resumptions = state.withLock { state in
            state.resumptions(of: state.flights.land(ticket), .failed(problem))
        }
        for resumption in resumptions { resumption.resume() }
    }

    /// A read came to what concerns its own request alone: who waits longest makes the calls now.
    func handOver(_ ticket: FlightTicket) {
        let now = time.now
        let resumption = state.withLock { state -> FlightResumption? in
            let generation = state.generations.count
            guard
                let next = state.flights.handOver(ticket, begun: generation, at: now, { $0.calls })
            else { return nil }
            return state.end(next.waiter, .lead(next.ticket))
        }
        resumption?.resume()
    }

    /// A renewal is over.
    func refreshEnded() { state.withLock { $0.refreshes -= 1 } }

    /// Records were changed on these connections: what was read of them before serves nobody any more.
    func forget(_ families: some Sequence<ResourceFamily>, of connections: [VendorConnection]) {
        state.withLock { state in
            for connection in connections {
                guard let place = places[ObjectIdentifier(connection)] else { continue }
                state.generations.change(families, of: place)
            }
        }
    }
}

extension ResponseCache.State {
    /// What is kept for a read, fresh or for when the vendor fails, and how old it is. What serves nobody any more
    /// goes.
    fileprivate mutating func kept(
        _ read: CachedRead, at now: Instant
    ) -> (entry: ResponseCache.Entry, age: Duration)? {
        guard let entry = answers.read(read.key) else { return nil }
        let answer = entry.answer
        let age = now - answer.made
        guard generations.isCurrent(answer.generation, read.family, of: answer.connections),
            age < answer.end
        else {
            answers.remove(read.key)
            return nil
        }
        return (entry, age)
    }

    /// Begins to renew what has a fifth of its life left or less, once.
    fileprivate mutating func renew(
        _ entry: ResponseCache.Entry, _ age: Duration, _ read: CachedRead, _ now: Instant
    ) -> (ticket: FlightTicket, calls: CallMeter)? {
        guard age >= entry.answer.renewalAge, !entry.isRenewed,
            refreshes < ResponseCache.maximumRefreshes, flights.flight(read.key) == nil
        else { return nil }
        refreshes += 1
        answers.replace(read.key, by: ResponseCache.Entry(answer: entry.answer, isRenewed: true))
        let calls = read.calls.ofRefresh()
        return (flights.begin(read.key, calls, begun: generations.count, at: now), calls)
    }

    /// Whether a flight began after the last change of what the read is about.
    fileprivate func mayJoin(
        _ flight: FlightTable<CallMeter, FlightWaiter>.Flight, _ read: CachedRead,
        _ places: [ObjectIdentifier: Int]
    ) -> Bool {
        if generations.isCurrent(flight.begun, read.family, of: nil) { return true }
        let named = read.namedConnections?.compactMap { places[ObjectIdentifier($0)] }
        return generations.isCurrent(flight.begun, read.family, of: named)
    }

    /// Keeps an answer, unless records were changed while it was made or a later one is there.
    fileprivate mutating func keep(
        _ kept: CachedAnswer, _ ticket: FlightTicket, _ family: ResourceFamily
    ) -> Bool {
        guard generations.isCurrent(ticket.begun, family, of: kept.connections) else { return false }
        if let other = answers.peek(ticket.key)?.answer, other.begun > kept.begun { return false }
        return answers.insert(
            ResponseCache.Entry(answer: kept), of: ticket.key, hash: ticket.key.hash, size: kept.size)
    }
}
