import Primitives
import Stores
import Synchronization

// What could not be stored when it was due.

extension IdempotencyLedger {
    /// How long is waited at the end for writes whose clients went away.
    static let patience = Duration.seconds(5)

    /// Has what could not be stored tried again in a while.
    func retryLater() {
        let wait = state.withLock { state -> Duration? in
            guard state.retry == nil else { return nil }
            state.retry = Self.firstRetry
            return Self.firstRetry
        }
        if let wait { retry(after: wait) }
    }

    private func retry(after wait: Duration) {
        let alarm = alarms.alarm { [weak self] in
            guard let self else { return }
            Task(executorPreference: alarms.executor) { await self.tryAgain() }
        }
        alarm.set(to: time.now + wait)
        state.withLock { $0.alarm = alarm }
    }

    private func tryAgain() async {
        let isDone = await saveUnsaved()
        let wait = state.withLock { state -> Duration? in
            state.retry = isDone ? nil : min((state.retry ?? Self.firstRetry) * 2, Self.longestRetry)
            if isDone { state.alarm = nil }
            return state.retry
        }
        if let wait { retry(after: wait) }
    }

    /// Stores what could not be stored before; whether nothing is left of it.
    private func saveUnsaved() async -> Bool {
        for (place, unsaved) in state.withLock({ $0.table.unsaved }) {
            let isStored =
                switch unsaved {
                case .record(let record, let version): await save(record, place, expecting: version)
                case .disowned(let owner): await forget(owner, place)
                }
            if isStored { state.withLock { $0.table.didSave(place, unsaved) } }
        }
        return state.withLock { $0.table.unsaved.isEmpty }
    }

    private func save(
        _ record: IdempotencyRecord, _ place: String, expecting version: RecordVersion
    ) async -> Bool {
        let expiry = record.since.advanced(by: IdempotencyRecord.lifetime)
        guard expiry > time.wallClock else { return true }
        switch await vault.write(record, at: place, expecting: version, expiry: expiry) {
        case .done, .conflict: return true
        case .failed, .doubtful: return false
        }
    }

    private func forget(_ owner: [UInt8], _ place: String) async -> Bool {
        switch await vault.read(place) {
        case .record(let record, let version, _):
            guard case .running(owner, _) = record.phase else { return true }
            switch await vault.remove(place, expecting: version) {
            case .done, .conflict: return true
            case .failed, .doubtful: return false
            }
        case .nothing, .unreadable: return true
        case .failed: return false
        }
    }

    /// Waits a moment for the writes under way, and stores what could not be stored. To be called when no request is
    /// answered any more.
    func finish() async {
        await untilIdle()
        _ = await saveUnsaved()
    }

    /// Returns when no write is under way, or when it took too long.
    private func untilIdle() async {
        let alarm = alarms.alarm { [weak self] in self?.resumeIdle() }
        alarm.set(to: time.now + Self.patience)
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.table.runningCount > 0 { state.idle.append(continuation) }
                return state.table.runningCount == 0
            }
            if isIdle { continuation.resume() }
        }
        alarm.set(to: nil)
    }

    private func resumeIdle() {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for continuation in idle { continuation.resume() }
    }
}
