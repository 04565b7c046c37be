import GatewayCore
import Glibc
import JSONCore
import Primitives
import Reactor
import Synchronization

/// Writes a line a request to standard output: JSON for machines, text for people at a terminal.
///
/// Lines gather in memory and are written together every ``interval`` by a thread of their own; no request
/// waits for a slow reader. How many lines that cost is said in a line of its own.
final class AccessLogWriter: AccessLog {
    /// How long a line waits at most.
    static let interval = Duration.milliseconds(200)
    /// How many bytes of lines are kept while the reader is slow; what comes then is dropped.
    static let maximumWaiting = 4 << 20

    private let isEnabled: Bool
    private let isText: Bool
    private let waiting = Mutex(LineQueue(capacity: maximumWaiting))
    private let time = SystemTime()

    /// A log as configured: `auto` is text at a terminal, else JSON.
    init(_ log: Configuration.Log) throws {
        isEnabled = log.access && log.level <= .info
        isText = log.format == .text || (log.format == .auto && isatty(STDOUT_FILENO) == 1)
        if isEnabled { startWriting(on: try EventLoop.start(name: "access-log")) }
    }

    /// Logs a request that has been answered.
    func write(_ trace: RequestTrace) {
        guard isEnabled else { return }
        let moment = time.wallClock
        waiting.withLock { queue in
            queue.append { buffer in
                if isText {
                    trace.writeText(at: moment, to: buffer)
                } else {
                    trace.writeJSON(at: moment, to: buffer)
                }
            }
        }
    }

    /// Writes what waits.
    func flush() {
        guard let (lines, dropped) = waiting.withLock({ $0.take() }) else { return }
        if dropped > 0 { note(dropped, in: lines) }
        Terminal.write(lines, to: STDOUT_FILENO)
    }

    /// Writes what waits, then again and again, on a loop of its own: a slow reader of standard output
    /// holds up nothing else.
    private func startWriting(on loop: EventLoop) {
        loop.execute { [weak self] in
            guard let self else { return loop.stop() }
            flush()
            _ = loop.schedule(after: Self.interval) { [weak self] in self?.startWriting(on: loop) }
        }
    }

    /// Says how many lines are missing, behind those that are there.
    private func note(_ dropped: Int, in buffer: ByteBuffer) {
        let message = "\(dropped) lines of the access log were dropped: its reader is too slow"
        if isText {
            time.wallClock.append(to: buffer)
            buffer.append(" \(message)")
        } else {
            var writer = JSONWriter(buffer)
            writer.beginObject()
            writer.member("time", time.wallClock)
            writer.member("level", Configuration.Log.Level.warning.rawValue)
            writer.member("message", message)
            writer.member("dropped", dropped)
            writer.endObject()
        }
        buffer.append(UInt8(ascii: "\n"))
    }
}
