/// A thing for a loop to do.
enum Work {
    /// A part of a task.
    case job(UnownedJob)
    /// A closure.
    case call(@Sendable () -> Void)
}
