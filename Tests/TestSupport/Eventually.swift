/// Lets others run until a condition holds, so that a test need not sleep for what it cannot be told of. All tests
/// of a run share the machine and begin together, so the patience is long.
///
/// - Throws: ``NeverHappened`` when it does not hold after `patience`: a defect fails the test and does not
///   hang the run. `CancellationError` when the test is cancelled, as by its time limit.
public func eventually(
    _ what: String, within patience: Duration = .seconds(120), _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + patience
    while try await !condition() {
        try Task.checkCancellation()
        guard ContinuousClock.now < end else { throw NeverHappened(what: what, patience: patience) }
        await Task.yield()
    }
}

/// What a test waited for did not happen.
public struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for.
    public let what: String
    /// For how long.
    public let patience: Duration

    /// What to print.
    public var description: String { "not within \(patience): \(what)" }
}
