extension EventLoop {
    /// Runs `work` on the loop's thread, in one of its next turns. Any thread.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        enqueue(.call(work))
    }

    /// Runs a part of a task that prefers this loop. Any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.job(UnownedJob(job)))
    }

    /// On the loop's thread the work goes into its queue without a lock. From elsewhere it goes through the
    /// inbox, and a sleeping loop is woken once however much is left there.
    private func enqueue(_ work: consuming Work) {
        if isCurrent {
            queue.append(work)
        } else if inbox.append(work) {
            wakeup.wake()
        }
    }
}
