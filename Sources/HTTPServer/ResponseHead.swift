import HTTPCore
import Primitives

/// Writes response heads.
enum ResponseHead {
    /// `HTTP/1.1 100 Continue`, whole.
    static var continueResponse: StaticString { "HTTP/1.1 100 Continue\r\n\r\n" }

    /// Appends a head. The server is always of HTTP/1.1, whatever the client speaks (RFC 9110, section
    /// 2.5).
    ///
    /// - Parameter date: The `Date` field with its line end.
    static func write(
        _ response: Response,
        framing: ResponseFraming,
        exchange: Exchange,
        date: ByteBuffer,
        to buffer: ByteBuffer
    ) {
        writeStatusLine(response.status, to: buffer)
        date.withBytes { buffer.append(UnsafeRawBufferPointer($0)) }
        for field in response.fields.all where !isServersOwn(field.name) {
            write(field, to: buffer)
        }
        switch framing {
        case .none, .close: break
        case .length(let length):
            buffer.append("Content-Length: ")
            buffer.append(decimal: length)
            buffer.append("\r\n")
        case .chunked: buffer.append("Transfer-Encoding: chunked\r\n")
        }
        if !exchange.keepsAlive {
            buffer.append("Connection: close\r\n")
        } else if exchange.version == .http10 {
            buffer.append("Connection: keep-alive\r\n")
        }
        buffer.append("\r\n")
    }

    private static func writeStatusLine(_ status: Status, to buffer: ByteBuffer) {
        if status.code == 200 { return buffer.append("HTTP/1.1 200 OK\r\n") }
        buffer.append("HTTP/1.1 ")
        buffer.append(decimal: status.code)
        buffer.append(UInt8(ascii: " "))
        let reason = status.reason
        buffer.append(reason.utf8Start, count: reason.utf8CodeUnitCount)
        buffer.append("\r\n")
    }

    /// Whether only the server writes that field.
    private static func isServersOwn(_ name: Text) -> Bool {
        switch name.count {
        case 4: name.equalsIgnoringCase("Date")
        case 10: name.equalsIgnoringCase("Connection")
        case 14: name.equalsIgnoringCase("Content-Length")
        case 17: name.equalsIgnoringCase("Transfer-Encoding")
        default: false
        }
    }

    /// Appends a field. Control characters in its value become spaces, so that no value can end its line
    /// (RFC 9110, section 5.5); a field whose name is not a token is left out.
    private static func write(_ field: Field, to buffer: ByteBuffer) {
        let isToken = field.name.withBytes { !$0.isEmpty && $0.areAll(in: .token, 0..<$0.count) }
        guard isToken else { return }
        buffer.append(field.name)
        buffer.append(": ")
        var index = buffer.count
        buffer.append(field.value)
        while true {
            let end = buffer.count
            index = buffer.withBytes { $0.firstControlCharacter(in: index..<end) }
            guard index < end else { break }
            buffer.replace(at: index, with: UInt8(ascii: " "))
        }
        buffer.append("\r\n")
    }
}
