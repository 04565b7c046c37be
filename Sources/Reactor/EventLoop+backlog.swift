extension EventLoop {
    /// How many tasks that waited go on in one turn.
    private static let latecomersPerTurn = 16
    /// From how many patient events on that wait a loop is behind: fewer keep it busy until more come.
    private static let backlog = 8

    /// Whether patient events come faster than they are handled. Loop thread only.
    ///
    /// What would bring more of them had better wait with ``caughtUp()``: what was begun is finished first then, and what
    /// has not begun holds next to no memory, where answers that wait for each other fill the sockets' buffers and drive
    /// one another out of the processor's caches.
    public var isBehind: Bool {
        preconditionCurrent()
        return latecomers.count > 0 || hasTooManyPatientEvents
    }

    private var hasTooManyPatientEvents: Bool {
        hasPatientEvents && (patient.isFull || patient.left >= Self.backlog)
    }

    /// Returns when the loop is not behind, to those that wait in the order in which they came. Loop thread only.
    public func caughtUp() async {
        guard isBehind else { return }
        await withUnsafeContinuation { latecomers.append($0) }
    }

    /// Lets some of those go on that waited.
    func admitLatecomers() {
        guard latecomers.count > 0, !hasTooManyPatientEvents else { return }
        for _ in 0..<min(latecomers.count, Self.latecomersPerTurn) { latecomers.popFirst()?.resume() }
    }
}
