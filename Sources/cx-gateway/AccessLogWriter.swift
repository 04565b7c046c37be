import GatewayCore
import Glibc
import JSONCore
import Primitives
import Reactor
import Synchronization

/// Writes a line a request to standard output: JSON for machines, text for people at a terminal.
///
/// Lines gather in memory and are written together every ``interval`` by a thread of their own; no request
/// waits for a slow reader.
final class AccessLogWriter: AccessLog {
    /// How long a line waits at most.
    static let interval = Duration.milliseconds(200)
    /// How many bytes of lines are kept while the reader is slow; what comes then is dropped.
    static let maximumWaiting = 4 << 20

    private let isEnabled: Bool
    private let isText: Bool
    private let waiting = Mutex(ByteBuffer(capacity: 16_384))
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
        waiting.withLock { buffer in
            guard buffer.count < Self.maximumWaiting else { return }
            if isText { writeText(trace, moment, to: buffer) } else { writeJSON(trace, moment, to: buffer) }
            buffer.append(UInt8(ascii: "\n"))
        }
    }

    /// Writes what waits.
    func flush() {
        let lines = waiting.withLock { buffer in
            let lines = buffer
            if !lines.isEmpty { buffer = ByteBuffer(capacity: 16_384) }
            return lines
        }
        if !lines.isEmpty { Terminal.write(lines, to: STDOUT_FILENO) }
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

    private func writeJSON(_ trace: RequestTrace, _ moment: Timestamp, to buffer: ByteBuffer) {
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("time", moment)
        writer.member("request_id", trace.id)
        writer.member("method", trace.method.name)
        writer.member("path", trace.path)
        writer.member("status", trace.status.code)
        writer.member("operation", trace.operation)
        writer.member("consumer", trace.consumer)
        writer.member("peer", "\(trace.peer)")
        writer.member("duration_us", trace.duration.nanoseconds / 1000)
        writer.member("upstream_calls", trace.upstreamCalls)
        if let problem = trace.problem { writer.member("problem", problem.rawValue) }
        writer.endObject()
    }

    private func writeText(_ trace: RequestTrace, _ moment: Timestamp, to buffer: ByteBuffer) {
        moment.append(to: buffer)
        buffer.append(" \(trace.method.name) \(trace.path) \(trace.status.code)")
        buffer.append(" \(trace.duration.nanoseconds / 1000)us calls=\(trace.upstreamCalls)")
        if let consumer = trace.consumer { buffer.append(" consumer=\(consumer)") }
        if let problem = trace.problem { buffer.append(" problem=\(problem.rawValue)") }
        buffer.append(" id=\(trace.id)")
    }
}
