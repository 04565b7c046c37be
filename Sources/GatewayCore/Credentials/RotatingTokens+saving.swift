import Primitives
import Stores
import VendorKit

extension RotatingTokens {
    /// Puts a record in force and stores it. Where the store fails it is in force nevertheless: what it
    /// replaces is spent, and to lose it would lose the account.
    func keep(_ record: CredentialRecord) async {
        state.withLock { $0.held.advance(to: record) }
        await save()
    }

    /// Stores what is in force, unless it is stored.
    func save() async {
        for _ in 0..<Self.maximumConflicts {
            let held = state.withLock { $0.held }
            guard !held.isSaved, let record = held.record else { return }
            switch await write(record, expecting: held.version) {
            case .saved: return
            case .failed: return retrySaving()
            case .conflict:
                let reading = await vault.read()
                state.withLock { _ = $0.held.weigh(reading, owner: owner.bytes) }
            }
        }
        retrySaving()
    }

    /// Writes a record, and remembers how that went.
    func write(
        _ record: CredentialRecord, expecting version: RecordVersion?, or fault: StoreFault = .unsaved
    ) async -> CredentialVault.Writing {
        let writing = await vault.write(record, expecting: version)
        switch writing {
        case .saved(let version):
            let hadFault = state.withLock { state in
                state.held.saved(record, version)
                guard state.held.isSaved || fault == .cannotBegin else { return false }
                defer { state.fault = nil }
                return state.fault != nil
            }
            if hadFault { report(CredentialEvent(.notice, "its credentials are stored again")) }
        case .conflict: break
        case .failed(let error): note(fault, error)
        }
        return writing
    }

    /// Remembers that the store failed, and says it the first time.
    func note(_ fault: StoreFault, _ error: StoreError) {
        let isNew = state.withLock { state in
            defer { state.fault = fault }
            return state.fault != fault
        }
        if isNew { report(CredentialEvent(.warning, "\(fault.explanation): \(error)")) }
    }

    /// Goes on trying to store what is in force until it is stored.
    func retrySaving() {
        let isFirst = state.withLock { state in
            defer { state.isRetrying = true }
            return !state.isRetrying
        }
        guard isFirst else { return }
        Task.detached { [weak self, pause] in
            var wait = Self.firstRetry
            repeat {
                await pause(wait)
                wait = min(wait * 2, Self.longestRetry)
            } while await self?.tryToSave() == false
        }
    }

    /// Stores what is in force, or says that it will be lost.
    func finish() async {
        guard state.withLock({ !$0.held.isSaved && $0.held.record != nil }) else { return }
        await save()
        guard state.withLock({ !$0.held.isSaved }) else { return }
        report(
            CredentialEvent(
                .failure, "its credentials could not be stored and end with this process; it needs new ones"))
    }

    /// Whether there is nothing left to store.
    private func tryToSave() async -> Bool {
        await save()
        return state.withLock { state in
            if state.held.isSaved { state.isRetrying = false }
            return state.held.isSaved
        }
    }
}

extension StoreFault {
    /// What it means, to stand behind a connection's name.
    var explanation: String {
        switch self {
        case .unsaved: "its credentials are held in memory alone, as the store cannot be written"
        case .cannotBegin: "its credentials are not renewed while the store cannot be written"
        case .cannotRead: "its credentials cannot be looked up in the store"
        }
    }
}
