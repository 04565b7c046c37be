import GatewayCore
import Primitives
import Synchronization

/// Alarms that go off when a test moves the clock through ``advance(by:)``.
final class ManualAlarms: AlarmClock {
    private let alarms = Mutex<[ManualAlarm]>([])
    private let time: ManualTime

    init(time: ManualTime) { self.time = time }

    var executor: (any TaskExecutor)? { nil }

    func alarm(_ action: @escaping @Sendable () -> Void) -> any Alarm {
        let alarm = ManualAlarm(action)
        alarms.withLock { $0.append(alarm) }
        return alarm
    }

    /// When the next alarm is due.
    var next: Instant? { alarms.withLock { $0 }.compactMap(\.moment).min() }

    /// Moves the clock, and stops at each alarm on the way to let it go off.
    func advance(by duration: Duration) {
        let end = time.now + duration
        while let next, next <= end {
            if next > time.now { time.advance(by: next - time.now) }
            fire()
        }
        if end > time.now { time.advance(by: end - time.now) }
    }

    /// Has those that are due go off.
    func fire() {
        for alarm in alarms.withLock({ $0 }) { alarm.fire(at: time.now) }
    }
}

private final class ManualAlarm: Alarm {
    private let action: @Sendable () -> Void
    private let wanted = Mutex<Instant?>(nil)

    init(_ action: @escaping @Sendable () -> Void) { self.action = action }

    var moment: Instant? { wanted.withLock { $0 } }

    func set(to moment: Instant?) { wanted.withLock { $0 = moment } }

    func fire(at now: Instant) {
        let isDue = wanted.withLock { wanted -> Bool in
            guard let moment = wanted, moment <= now else { return false }
            wanted = nil
            return true
        }
        if isDue { action() }
    }
}

/// The clocks of a machine that a test starts anew, and whose calendar it moves.
final class ManualBootClock: BootClock {
    private struct State {
        var boot: UInt8 = 1
        var bootedAt = Instant(nanoseconds: 0)
        var step: Int64 = 0
    }

    private let time: ManualTime
    private let state = Mutex(State())

    init(time: ManualTime) { self.time = time }

    var reading: BootReading {
        let state = state.withLock { $0 }
        let wall = Timestamp(milliseconds: time.wallClock.milliseconds + state.step)
        return BootReading(
            boot: [UInt8](repeating: state.boot, count: 16),
            sinceBoot: (time.now - state.bootedAt).nanoseconds, wall: wall)
    }

    /// Sets the calendar forward, or back.
    func stepWallClock(by milliseconds: Int64) { state.withLock { $0.step += milliseconds } }

    /// Starts the machine anew.
    func reboot() {
        let now = time.now
        state.withLock { state in
            state.boot += 1
            state.bootedAt = now
        }
    }
}
