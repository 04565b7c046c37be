import Primitives
import Stores
import Synchronization
import TestSupport
import Testing

@testable import GatewayCore

/// Quotas on one store and one clock, as several processes, or several lives of one, would have them.
struct QuotaHarness {
    let time = ManualTime()
    let alarms: ManualAlarms
    let bootClock: ManualBootClock
    let store: any Store
    let window: Configuration.QuotaWindow

    init(limit: Int, window: Duration = .seconds(60), store: ((ManualTime) -> any Store)? = nil) {
        alarms = ManualAlarms(time: time)
        bootClock = ManualBootClock(time: time)
        self.store = store?(time) ?? MemoryStore(time: time)
        self.window = Configuration.QuotaWindow(limit: limit, window: window, margin: .zero)
    }

    /// A process begins.
    func process(capacity: Int = 4096) -> Quota {
        let history = Quota.History(store: store, name: "test", clock: bootClock)
        return Quota(
            [window], key: .credential, history: history, time: time, alarms: alarms, capacity: capacity)
    }

    /// A call that goes at once or not at all.
    func take(_ quota: Quota, _ consumer: String = "one") async -> QuotaGrant? {
        try? await quota.acquire(QuotaCaller(consumer: consumer))
    }
}

extension Quota {
    /// A call of somebody who waits.
    func waitFor(_ seconds: Int) -> Task<Result<QuotaGrant, QuotaRefusal>, Never> {
        let caller = QuotaCaller(consumer: "one", waitAtMost: .seconds(seconds))
        return Task {
            do throws(QuotaRefusal) {
                return .success(try await acquire(caller))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Returns once so many calls wait.
    func untilWaiting(_ count: Int) async {
        await until("\(count) wait") { snapshot(at: time.now).waiting == count }
    }

    /// Returns once nothing is under way with the store.
    func untilIdle() async {
        await until("nothing is under way with the store") { !state.withLock { $0.ledger.isBusy } }
    }

    /// Returns once that is so, or says that it never was.
    private func until(_ what: String, _ condition: () -> Bool) async {
        do {
            try await eventually(what) { condition() }
        } catch {
            Issue.record(error)
        }
    }
}
