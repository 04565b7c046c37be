import CLinux
import Primitives

/// One thread's loop: descriptors through epoll, timers, and the jobs of the tasks that prefer it.
///
/// A turn of the loop waits for events, hands out the urgent ones, then the patient ones for a bounded time, fires the
/// timers that are due, takes in what other threads left, and runs jobs for a bounded time, so that no side starves
/// another; what was put off to its end is done then.
///
/// With a clock that is moved by hand, wake the loop after moving it (`execute {}`).
///
/// `@unchecked Sendable`: what is not constant is touched by the loop's thread alone, but for the inbox,
/// which has a lock of its own. Functions for that thread alone say so and check it.
public final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// How many urgent events are handed out in a turn, at most.
    private static let urgentEvents = 64
    /// How many patient events are fetched at once.
    private static let patientEvents = 8
    /// For how long patient events are handed out in a turn, about.
    private static let patientTime = Duration.microseconds(500)
    /// How many jobs run between two looks at the descriptors.
    private static let jobsPerTurn = 256
    /// For how long they run, about, however few they were: what comes meanwhile waits for that look.
    private static let jobsTime = Duration.microseconds(500)
    /// After how many jobs the time is looked at.
    private static let jobsPerClockReading = 4
    /// How many jobs a stopping loop runs at most.
    private static let jobsAtStop = 65_536

    /// What the loop is called, in logs and as its thread's name.
    public let name: String
    let time: any TimeSource
    let inbox = Inbox()
    let urgent: Epoll
    let patient: Epoll
    let wakeup: Wakeup
    let thread = ThreadHandle()

    /// Now, as of the turn's beginning. Loop thread only.
    public internal(set) var now: Instant
    var registrations = RegistrationTable()
    var timers = TimerQueue()
    var queue = Ring<Work>()
    private var received: [Work] = []
    private var runsSoon = false
    /// Whether patient events are waiting, as far as is known.
    var hasPatientEvents = false
    /// Tasks that wait until the loop has caught up, the first first.
    var latecomers = Ring<UnsafeContinuation<Void, Never>>()
    private var endings: [any TurnHandler] = []
    private var told: [any TurnHandler] = []

    /// A loop that runs when ``run()`` is called, on the thread that calls it. The process ignores SIGPIPE
    /// from then on: a peer that is gone is an error of the call, not a signal.
    public init(name: String, time: any TimeSource = SystemTime()) throws(SystemCallError) {
        self.name = name
        self.time = time
        urgent = try Epoll(capacity: Self.urgentEvents)
        patient = try Epoll(capacity: Self.patientEvents)
        try urgent.add(patient)
        wakeup = try Wakeup(waking: urgent)
        now = time.now
        try systemCall("sigaction") { cx_ignore_broken_pipe() }
    }

    /// The loop that runs on this thread.
    public static var current: EventLoop? {
        guard let pointer = cx_current_loop() else { return nil }
        return Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Whether this is the loop's thread.
    public var isCurrent: Bool {
        cx_current_loop() == UnsafeMutableRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    /// Runs the loop on this thread until it is stopped.
    public func run() {
        precondition(cx_current_loop() == nil, "the thread runs a loop already")
        cx_set_current_loop(Unmanaged.passUnretained(self).toOpaque())
        defer { cx_set_current_loop(nil) }
        var isStopped = false
        while !isStopped {
            isStopped = turn()
        }
        finish()
    }

    /// Asks ``run()`` to return, once it has run the jobs at hand. Any thread. What is left for the loop
    /// afterwards never runs.
    public func stop() {
        if inbox.stop() { wakeup.wake() }
    }

    /// Has the jobs at hand run before the next event is handed out, for one who has brought so much for one of them
    /// that it had better be worked on while it is at hand. Loop thread only.
    public func runSoon() { runsSoon = true }

    /// Has `handler` told when this turn ends, for what is cheaper done once for all that the turn brought. One that
    /// asks as it is told hears of the next turn's end. Loop thread only.
    public func whenTurnEnds(_ handler: any TurnHandler) {
        preconditionCurrent()
        endings.append(handler)
    }

    /// One turn; whether a stop was asked for.
    private func turn() -> Bool {
        urgent.wait(milliseconds: timeout())
        now = time.now
        while let event = urgent.next() {
            switch event {
            case .ready(let registration, let readiness):
                registrations.handler(registration)?.ready(readiness)
            case .marked(.instance): hasPatientEvents = true
            case .marked(.wakeup): break
            }
        }
        if hasPatientEvents { handOutPatientEvents() }
        fireTimers()
        let isStopped = receive()
        admitLatecomers()
        runJobs(atMost: Self.jobsPerTurn, until: time.now + Self.jobsTime)
        tellOfTurnEnd()
        return isStopped
    }

    /// What its time does not suffice for waits for the next turn.
    private func handOutPatientEvents() {
        let end = time.now + Self.patientTime
        repeat {
            if patient.left == 0 { patient.wait(milliseconds: 0) }
            while case .ready(let registration, let readiness)? = patient.next() {
                registrations.handler(registration)?.ready(readiness)
                guard runsSoon else { continue }
                runsSoon = false
                runJobs(atMost: queue.count)
                if time.now > end { return }
            }
            hasPatientEvents = patient.isFull
        } while hasPatientEvents && time.now < end
    }

    private func tellOfTurnEnd() {
        if endings.isEmpty { return }
        swap(&endings, &told)
        for handler in told { handler.turnEnds() }
        told.removeAll(keepingCapacity: true)
    }

    private func timeout() -> Int32 {
        guard queue.count == 0, endings.isEmpty, !hasPatientEvents, latecomers.count == 0 else { return 0 }
        let deadline = timers.nextDeadline()
        if let deadline, deadline <= time.now { return 0 }
        guard inbox.prepareToSleep() == .idle else { return 0 }
        guard let deadline else { return -1 }
        // Rounded up: a timer is never early.
        let milliseconds = ((deadline - time.now).nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: max(milliseconds, 0))
    }

    private func fireTimers() {
        // What a handler schedules for now waits for the next turn.
        for _ in 0..<timers.entryCount {
            guard let (token, handler) = timers.popDue(now) else { return }
            handler.timerFired(token)
        }
    }

    private func receive() -> Bool {
        let isStopped = inbox.drain(into: &received)
        for work in received { queue.append(work) }
        received.removeAll(keepingCapacity: true)
        return isStopped
    }

    private func runJobs(atMost limit: Int, until end: Instant? = nil) {
        let executor = asUnownedTaskExecutor()
        for number in 1...max(limit, 1) {
            guard let work = queue.popFirst() else { return }
            switch work {
            case .job(let job): job.runSynchronously(on: executor)
            case .call(let call): call()
            }
            if number % Self.jobsPerClockReading == 0, let end, time.now > end { return }
        }
    }

    private func finish() {
        var left = Self.jobsAtStop
        repeat {
            left -= max(queue.count, 1)
            while let latecomer = latecomers.popFirst() { latecomer.resume() }
            runJobs(atMost: queue.count)
            tellOfTurnEnd()
            _ = receive()
        } while (queue.count > 0 || latecomers.count > 0 || !endings.isEmpty) && left > 0
    }
}

/// What is told when a turn of a loop ends, on the loop's thread.
public protocol TurnHandler: AnyObject {
    /// The turn's events and jobs are done.
    func turnEnds()
}
