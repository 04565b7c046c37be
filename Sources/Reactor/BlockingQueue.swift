import Glibc

/// A bounded queue whose readers block.
///
/// `@unchecked Sendable`: everything is guarded by `mutex`.
final class BlockingQueue: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let notEmpty: UnsafeMutablePointer<pthread_cond_t>
    private let capacity: Int
    private var waiting: [@Sendable () -> Void] = []
    private var head = 0
    private var isClosed = false

    init(capacity: Int) {
        self.capacity = capacity
        mutex = .allocate(capacity: 1)
        notEmpty = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(notEmpty, nil)
    }

    deinit {
        pthread_cond_destroy(notEmpty)
        pthread_mutex_destroy(mutex)
        notEmpty.deallocate()
        mutex.deallocate()
    }

    /// How much waits.
    var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return waiting.count - head
    }

    /// Leaves work for a reader.
    func append(_ work: @escaping @Sendable () -> Void) throws(BlockingPoolError) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if isClosed { throw .shutDown }
        if waiting.count - head >= capacity { throw .full }
        waiting.append(work)
        pthread_cond_signal(notEmpty)
    }

    /// The next piece of work, waiting for one; nothing when the queue is closed and empty.
    func next() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == waiting.count {
            if isClosed { return nil }
            pthread_cond_wait(notEmpty, mutex)
        }
        let work = waiting[head]
        head += 1
        if head == waiting.count || head >= capacity {
            waiting.removeSubrange(..<head)
            head = 0
        }
        return work
    }

    /// Takes no more work; readers end when none is left.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(notEmpty)
        pthread_mutex_unlock(mutex)
    }
}
