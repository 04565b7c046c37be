import CLinux
import Glibc

/// Hears signals on a loop: the handler of the operating system only writes the signal's number into a
/// pipe, and the loop reads it there. A process has one watcher at a time.
///
/// `@unchecked Sendable`: made and touched on the loop's thread alone.
public final class SignalWatcher: EventHandler, @unchecked Sendable {
    private let loop: EventLoop
    private let signals: [Int32]
    private var reading: FileDescriptor
    private var writing: FileDescriptor
    private let handler: (Int32) -> Void
    private var registration: Registration?

    /// Has `handler` called on the loop's thread for each of the signals from now on, until ``stop()``. Of
    /// a signal that arrives many times at once some may be dropped, never all. Loop thread only.
    public init(
        _ signals: [Int32] = [SIGTERM, SIGINT, SIGHUP],
        on loop: EventLoop,
        handler: @escaping (Int32) -> Void
    ) throws(SystemCallError) {
        var ends: (Int32, Int32) = (-1, -1)
        try systemCall("pipe2") {
            withUnsafeMutableBytes(of: &ends) { bytes in
                cx_pipe(bytes.assumingMemoryBound(to: Int32.self).baseAddress)
            }
        }
        self.loop = loop
        self.signals = signals
        self.handler = handler
        reading = FileDescriptor(owning: ends.0)
        writing = FileDescriptor(owning: ends.1)
        registration = try loop.register(reading.number, interest: .readable, handler: self)
        cx_signal_pipe(writing.number)
        for signal in signals {
            try systemCall("sigaction") { cx_catch_signal(signal) }
        }
    }

    /// Sets the signals back to what they were. Loop thread only.
    public func stop() {
        guard let registration else { return }
        for signal in signals { _ = cx_release_signal(signal) }
        cx_signal_pipe(-1)
        loop.deregister(registration)
        self.registration = nil
        reading.close()
        writing.close()
    }

    /// Reads the numbers of the signals that came.
    public func ready(_ readiness: Readiness) {
        var number: UInt8 = 0
        while registration != nil, read(reading.number, &number, 1) == 1 {
            handler(Int32(number))
        }
    }
}
