import GatewayCore
import Glibc
import JSONCore
import Primitives

/// Writes what operators should know about credentials to standard error: text for people at a terminal,
/// else JSON.
struct CredentialLogWriter: CredentialLog {
    private let level: Configuration.Log.Level
    private let isText: Bool

    /// A log as configured.
    init(_ log: Configuration.Log) {
        level = log.level
        isText = log.format == .text || (log.format == .auto && isatty(STDERR_FILENO) == 1)
    }

    func write(_ event: CredentialEvent, connection: String) {
        guard event.logLevel >= level else { return }
        guard !isText else {
            return Terminal.complain("cx-gateway: connection '\(connection)': \(event)")
        }
        let buffer = ByteBuffer(capacity: 256)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("time", SystemTime().wallClock)
        writer.member("level", event.logLevel.rawValue)
        writer.member("connection", connection)
        writer.member("message", event.description)
        writer.endObject()
        Terminal.complain(buffer.string)
    }
}

extension CredentialEvent {
    fileprivate var logLevel: Configuration.Log.Level {
        switch level {
        case .notice: .info
        case .warning: .warning
        case .failure: .error
        }
    }
}
