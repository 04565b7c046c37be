import HTTPCore
import Primitives
import UnifiedModel

// What stands around an operation: a read is answered by what is kept, or shared with those who ask the same; after a
// write, what is kept of it is forgotten.

extension Gateway {
    // What most requests go through is inlined: each function that waits has a frame of its own to be made. What does
    // not wait, or is rare, is not inlined: what it works with would lie in that frame for as long as a request waits.

    /// Has a route answer.
    @inline(always) func perform(_ route: Route, _ input: OperationInput) async throws(Problem) -> Answer {
        switch route.work {
        case .own: return Self.tagged(try await route.respond(input), input.request)
        case .reading(let operation): return try await read(operation, route, input)
        case .writing(let operation): return try await write(.of(operation.changedFamilies), route, input)
        // The vendor's tags and conditions pass as well.
        case .passing where input.request.method.isSafe: return try await call(route, input)
        case .passing: return try await write(.ofEverything, route, input)
        }
    }

    /// What a write may change.
    private enum Change {
        /// Records of these families.
        case of([ResourceFamily])
        /// Nobody can tell what.
        case ofEverything
    }

    /// Has a write answer, and what it may have changed forgotten before the answer is sent.
    @inline(never) private func write(
        _ change: Change, _ route: Route, _ input: OperationInput
    ) async throws(Problem) -> Answer {
        do throws(Problem) {
            let answer = try await call(route, input)
            forget(change, of: input.calls.record.connections)
            return answer
        } catch {
            let record = input.calls.record
            if record.calls > 0, error.mayHaveChangedRecords { forget(change, of: record.connections) }
            throw error
        }
    }

    private func forget(_ change: Change, of connections: [VendorConnection]) {
        switch change {
        case .of(let families): cache.forget(families, of: connections)
        case .ofEverything:
            for connection in connections { forgetAll(of: connection) }
        }
    }

    /// Forgets what a write may have changed that has turned out to be made, or not.
    func forgetChanges(of route: Route, _ input: OperationInput) {
        guard case .writing(let operation) = route.work else { return }
        cache.forget(operation.changedFamilies, of: input.calls.record.connections)
    }

    /// Forgets everything that came from a connection.
    func forgetAll(of connection: VendorConnection) {
        cache.forget(ResourceFamily.allCases, of: [connection])
        connection.lookupCache.forgetAll()
    }

    /// Has a read answer.
    @inline(always) private func read(
        _ operation: Operation, _ route: Route, _ input: OperationInput
    ) async throws(Problem) -> Answer {
        let directives = CacheDirectives(input.request.fields)
        guard let family = operation.family, !directives.isNoStore,
            ListFormat.Layout(input.request) == .envelope
        else {
            var answer = try await call(route, input)
            answer.response.fields.append(CacheStatus.forwarded(.bypass))
            return Self.tagged(answer, input.request)
        }
        let read = CachedRead(operation, family, directives, input)
        let start = cache.begin(read, joins: true)
        if case .lead(let ticket, let reason) = start {
            return try await lead(ticket, reason, read, route, input)
        }
        return try await answer(read, start, route, input)
    }

    /// Answers a read out of what is kept, or by what another brings. Most reads do neither, and are spared the place
    /// that this takes while it waits.
    private func answer(
        _ read: CachedRead, _ start: ResponseCache.Start, _ route: Route, _ input: OperationInput
    ) async throws(Problem) -> Answer {
        var start = start
        while true {
            switch start {
            case .hit(let hit):
                if let refresh = hit.refresh { begin(refresh, read.family, route, input) }
                return cache.readyToSend(hit, of: read, to: input.request).answer(to: input.request)
            case .nothingKept:
                throw Problem(.notCached, "Nothing fresh is kept, and the request takes nothing else.")
            case .lead(let ticket, let reason):
                return try await lead(ticket, reason, read, route, input)
            case .follow(_, let leader, _) where read.goesAlone(besides: leader, at: cache.time.now):
                start = cache.begin(read, joins: false)
            case .follow(let flight, _, let reason):
                let beginning = cache.time.now
                switch await cache.landing(of: flight, read) {
                case .answered(let shared): return shared.answer(to: input.request, reason, isCollapsed: true)
                case .failed(let problem): return try fallBack(problem, read, input)
                case .lead(let ticket): return try await lead(ticket, reason, read, route, input)
                case .gone: start = cache.begin(read, joins: true)
                case .impatient:
                    input.calls.noteWait(cache.time.now - beginning)
                    start = cache.begin(read, joins: false)
                case .late: return try fallBack(.lateForShared, read, input)
                case .cancelled: throw .goneWhileSharing
                }
            }
        }
    }

    /// Makes the calls of a read, for all who wait for it.
    @inline(always) private func lead(
        _ ticket: FlightTicket, _ reason: CacheStatus.Reason, _ read: CachedRead, _ route: Route,
        _ input: OperationInput
    ) async throws(Problem) -> Answer {
        do throws(Problem) {
            let answer = try await call(route, input)
            return land(ticket, answer, read.family, reason, input.request)
        } catch {
            let isLate = error.kind == .vendorTimeout && input.calls.left(at: cache.time.now) == nil
            if error.concernsItsRequestAlone || isLate || Task.isCancelled {
                cache.handOver(ticket)
            } else {
                cache.fail(ticket, error)
            }
            return try fallBack(error, read, input)
        }
    }

    @inline(never) private func land(
        _ ticket: FlightTicket, _ answer: consuming Answer, _ family: ResourceFamily,
        _ reason: CacheStatus.Reason, _ request: Request
    ) -> Answer {
        guard case .buffer(let body) = answer.response.body, answer.response.status == .ok,
            answer.audience == .everyone
        else {
            cache.handOver(ticket)
            answer.response.fields.append(CacheStatus.forwarded(reason))
            return Self.tagged(answer, request)
        }
        let tag = EntityTag(body, flags: answer.cachedFlags)
        if answer.freshness == nil, cache.endUnshared(ticket) {
            answer.response.add(tag, CacheStatus.forwarded(reason), for: request)
            return answer
        }
        var shared = SharedAnswer(answer: answer, tag: tag)
        shared.lifetime = cache.land(ticket, shared, family)
        return shared.answer(to: request, reason, isCollapsed: false)
    }

    /// What is kept from before in the place of a failure of the vendor's, where there is something; else the failure.
    @inline(never) private func fallBack(
        _ problem: Problem, _ read: CachedRead, _ input: OperationInput
    ) throws(Problem) -> Answer {
        guard problem.isVendorFailure, let hit = cache.fallback(for: read) else { throw problem }
        return hit.answer(to: input.request, instead: problem.kind)
    }

    /// Renews what is kept, while it is served.
    private func begin(
        _ refresh: (ticket: FlightTicket, calls: CallMeter), _ family: ResourceFamily, _ route: Route,
        _ input: OperationInput
    ) {
        let input = input.with(calls: refresh.calls)
        Task.detached(executorPreference: transport.executor) {
            do throws(Problem) {
                let answer = try await self.call(route, input)
                _ = self.land(refresh.ticket, answer, family, .stale, input.request)
            } catch {
                // Whoever waits for it makes the call itself: it may wait for the quota, or go before others.
                self.cache.handOver(refresh.ticket)
            }
            self.cache.refreshEnded()
        }
    }

    /// Adds the tag of a read's answer, and leaves the body out for a client that has it.
    @inline(never) private static func tagged(_ answer: Answer, _ request: Request) -> Answer {
        guard request.method.isSafe, answer.response.status == .ok,
            case .buffer(let body) = answer.response.body
        else { return answer }
        let tag = EntityTag(body, flags: answer.cachedFlags)
        var answer = answer
        answer.response.add(tag, for: request)
        return answer
    }
}

extension SharedAnswer {
    /// The answer for one of those who asked.
    func answer(to request: Request, _ reason: CacheStatus.Reason, isCollapsed: Bool) -> Answer {
        var answer = answer
        let status = CacheStatus.forwarded(reason, isCollapsed: isCollapsed, lifetime: lifetime)
        answer.response.add(tag, status, for: request)
        return answer
    }
}

extension Response {
    /// Adds a tag and what the cache did. For a client that has the body it becomes a 304, which says nothing of that
    /// (RFC 9110, section 15.4.5).
    fileprivate mutating func add(_ tag: EntityTag, _ cacheStatus: Field? = nil, for request: Request) {
        fields.append("ETag", tag.text)
        if let cacheStatus { fields.append(cacheStatus) }
        guard tag.isHeld(by: request.fields) else { return }
        status = .notModified
        body = .empty
        fields.remove("Content-Type")
        fields.remove("Link")
    }
}

extension Problem {
    /// Whether records may not be what they were: the write took effect, or nobody can tell; or what the app knew of
    /// them was out of date.
    fileprivate var mayHaveChangedRecords: Bool { outcome != .notApplied || kind == .conflict }

    /// The request's time was over while another made the calls for both.
    fileprivate static var lateForShared: Problem {
        Problem(.vendorTimeout, "The request's time was over before the vendor had answered.")
    }

    /// The request was given up while another made the calls for both.
    fileprivate static var goneWhileSharing: Problem {
        Problem(.requestTimeout, "The request was given up before the vendor answered.")
    }
}
