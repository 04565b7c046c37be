extension EventLoop {
    /// How many tasks that waited go on in one turn. With so few at a time, what they bring does not come all at once.
    private static let latecomersPerTurn = 8
    /// How many patient events may wait before the loop is behind: enough to keep it busy until more come.
    private static let patientBacklog = 1

    /// Whether patient events come faster than they are handled. Loop thread only.
    ///
    /// What would bring more of them had better wait with ``caughtUp()``.
    public var isBehind: Bool {
        preconditionCurrent()
        return latecomers.count > 0 || hasPatientBacklog
    }

    private var hasPatientBacklog: Bool {
        hasPatientEvents && (patient.isFull || patient.left > Self.patientBacklog)
    }

    /// Returns when the loop is not behind, to those that wait in the order in which they came. Loop thread only.
    public func caughtUp() async {
        guard isBehind else { return }
        await withUnsafeContinuation { latecomers.append($0) }
    }

    /// Lets some of those go on that waited.
    func admitLatecomers() {
        guard latecomers.count > 0, !hasPatientBacklog else { return }
        for _ in 0..<min(latecomers.count, Self.latecomersPerTurn) { latecomers.popFirst()?.resume() }
    }
}
