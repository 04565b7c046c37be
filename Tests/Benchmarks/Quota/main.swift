import GatewayCore
import Primitives
import Stores

/// Prints what it costs to decide whether a call may go: the clock, the lock, the windows, the queue, the
/// ledger, and now and then a block fetched from a store in memory. Nobody waits.
struct NoAlarms: AlarmClock {
    struct NeverSet: Alarm {
        func set(to moment: Instant?) {}
    }

    var executor: (any TaskExecutor)? { nil }

    func alarm(_ action: @escaping @Sendable () -> Void) -> any Alarm { NeverSet() }
}

let time = SystemTime()
let caller = QuotaCaller(consumer: "benchmark")

func quota(limit: Int) -> Quota {
    let history = Quota.History(store: MemoryStore(time: time), name: "benchmark", clock: SystemBootClock())
    return Quota(
        [Configuration.QuotaWindow(limit: limit, window: .seconds(60))], key: .credential, history: history,
        time: time, alarms: NoAlarms())
}

/// Asks so often, and gives how many slots were granted.
func spend(_ quota: Quota, _ times: Int) async -> Int {
    var granted = 0
    for _ in 0..<times where (try? await quota.acquire(caller)) != nil { granted += 1 }
    return granted
}

/// The median of rounds of so many decisions each, in nanoseconds a decision.
func cost(limit: Int, decisions: Int, isFull: Bool) async -> Double {
    var rounds: [Double] = []
    for _ in 0..<15 {
        let quota = quota(limit: limit)
        if isFull { _ = await spend(quota, limit + 1) }
        let start = time.now
        let granted = await spend(quota, decisions)
        rounds.append(Double((time.now - start).nanoseconds) / Double(decisions))
        if granted != (isFull ? 0 : decisions) { print("\(granted) of \(decisions) were granted") }
    }
    return rounds.sorted()[rounds.count / 2]
}

for limit in [10_000, 1_000_000] {
    let cost = await cost(limit: limit, decisions: 10_000, isFull: false)
    print("a slot that is free, of \(limit): \(Int(cost)) ns")
}
for limit in [300, 2_000] {
    let cost = await cost(limit: limit, decisions: 10_000, isFull: true)
    print("a refusal, \(limit) being spent: \(Int(cost)) ns")
}
