import HTTPCore
import Primitives
import Stores
import Synchronization

/// Carries each write with a key out once, whatever many of the same come, and whatever ends in between: does for
/// ``IdempotentAttempt`` what that says, and keeps ``IdempotencyTable``.
final class IdempotencyLedger: Sendable {
    struct State {
        var table = IdempotencyTable()
        /// How long until what could not be stored is tried again; nothing when it is not waited for.
        var retry: Duration?
        var alarm: (any Alarm)?
        var idle: [CheckedContinuation<Void, Never>] = []
    }

    /// By how much a write may outlast the time its calls have: for the store.
    static let margin = Duration.seconds(60)
    /// How long the longest body takes to come that is read while it is passed on, at the slowest pace that is
    /// suffered: 1 kB/s.
    static let longestUpload = Duration.seconds(5 * 3600)
    /// How long after a failure what could not be stored is tried again; each further failure doubles it.
    static let firstRetry = Duration.seconds(1)
    /// The longest wait between two such attempts.
    static let longestRetry = Duration.seconds(60)

    let state = Mutex(State())
    let vault: IdempotencyVault
    let alarms: any AlarmClock
    private let transport: any VendorTransport
    private let owner: @Sendable () -> LeaseOwner
    let time: any TimeSource

    /// A ledger in that store.
    ///
    /// - Parameter owner: Makes what one request is known by, among all who share the store.
    init(
        _ vault: IdempotencyVault, transport: any VendorTransport, alarms: any AlarmClock,
        owner: @escaping @Sendable () -> LeaseOwner, time: any TimeSource
    ) {
        self.vault = vault
        self.transport = transport
        self.alarms = alarms
        self.owner = owner
        self.time = time
    }

    /// Answers a request with a key. It is carried out to its end even when its task is cancelled, so that what came
    /// of it is known when the same comes again.
    func answer(_ write: IdempotentWrite) async throws(Problem) -> Answer {
        let admission = state.withLock { $0.table.enter(write.place, write.fingerprint) }
        guard case .goOn(let disowned) = admission else { return try await answer(write, admission).get() }
        let task = Task(executorPreference: transport.executor) { [self] in
            await settle(write, disowned: disowned)
        }
        return try await task.value.get()
    }

    /// The answer to a request of whose key this process knows enough.
    private func answer(
        _ write: IdempotentWrite, _ admission: IdempotencyTable.Admission
    ) async -> Result<Answer, Problem> {
        switch admission {
        case .replay(let answer): return .success(answer.replay)
        case .refuse(let refusal): return .failure(Problem(refusal))
        case .compare(let record):
            do throws(BodyFailure) {
                try await write.body?.readToEnd()
            } catch {
                return .failure(Problem(error))
            }
            guard record.fingerprint.body == write.body?.digest else { return .failure(Problem(.mismatch)) }
            return await answer(write, IdempotencyTable.answer(record))
        case .goOn: return .failure(Problem(.running))
        }
    }

    /// Follows an attempt to its end.
    private func settle(_ write: IdempotentWrite, disowned: [UInt8]?) async -> Result<Answer, Problem> {
        var attempt = IdempotentAttempt(
            write.fingerprint, owner: owner().bytes, until: time.wallClock.advanced(by: write.allowance),
            canReconcile: write.reconcile != nil, disowned: disowned)
        var action = IdempotentAttempt.Action.read
        var outcome: Result<Answer, Problem>?
        var isAlone = false
        while true {
            if action.wantsToBeAlone, !isAlone {
                let admission = state.withLock { $0.table.take(write.place, write.fingerprint) }
                guard case .goOn = admission else { return await answer(write, admission) }
                isAlone = true
                // Another may have asked since the store was read; a claim would conflict with what it found.
                if case .reconcile = action { action = .read }
            }
            switch action {
            case .read: action = attempt.didRead(await vault.read(write.place), at: time.wallClock)
            case .claim(let record, let version):
                action = attempt.didClaim(await self.write(record, write.place, version))
            case .reconcile(let since): action = attempt.didReconcile(await reconcile(write, since))
            case .run:
                let result = await Self.perform(write)
                outcome = result
                action = attempt.didRun(write.result(of: result), body: write.body?.digest)
            case .save(let record, let version):
                action = attempt.didSave(record, await self.write(record, write.place, version))
            case .release(let version):
                action = attempt.didRelease(await vault.remove(write.place, expecting: version))
            case .readBody:
                do throws(BodyFailure) {
                    try await write.body?.readToEnd()
                } catch {
                    if isAlone { leave(write.place, .nothing) }
                    return .failure(Problem(error))
                }
                action = attempt.didReadBody(write.body?.digest)
            case .end(let ending, let leaving):
                if isAlone { leave(write.place, leaving) }
                switch ending {
                case .ran: return outcome ?? .failure(Problem(.storeFails))
                case .replay(let answer): return .success(answer.replay)
                case .refuse(let refusal): return .failure(Problem(refusal))
                }
            }
        }
    }

    private static func perform(_ write: IdempotentWrite) async -> Result<Answer, Problem> {
        do throws(Problem) {
            return .success(try await write.perform())
        } catch {
            return .failure(error)
        }
    }

    /// A vendor that cannot be asked now says nothing.
    private func reconcile(
        _ write: IdempotentWrite, _ since: Timestamp
    ) async -> IdempotentAttempt.Finding {
        (try? await write.reconcile?(since))?.finding ?? .unclear
    }

    private func write(
        _ record: IdempotencyRecord, _ place: String, _ version: RecordVersion?
    ) async -> IdempotentAttempt.Writing {
        let expiry = time.wallClock.advanced(by: IdempotencyRecord.lifetime)
        return await vault.write(record, at: place, expecting: version, expiry: expiry)
    }

    private func leave(_ place: String, _ leaving: IdempotentAttempt.Leaving) {
        let idle = state.withLock { state in
            state.table.leave(place, leaving)
            guard state.table.runningCount == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.idle = [] }
            return state.idle
        }
        for continuation in idle { continuation.resume() }
        if leaving != .nothing { retryLater() }
    }
}

extension IdempotentAttempt.Action {
    /// Whether no other request of the key may be at it in this process.
    var wantsToBeAlone: Bool {
        switch self {
        case .claim, .reconcile: true
        case .read, .run, .save, .release, .readBody, .end: false
        }
    }
}
