import HTTPCore

/// How a response's end is known to the client (RFC 9112, section 6.3).
enum ResponseFraming: Equatable {
    /// There is no body and no length is said: 204 and 304.
    case none
    /// So many bytes, which for `HEAD` are not sent.
    case length(Int)
    /// In chunks.
    case chunked
    /// The body ends with the connection.
    case close

    init(_ response: Response, _ version: HTTP1Version) {
        guard response.status.allowsBody else {
            self = .none
            return
        }
        switch response.body {
        case .empty: self = .length(0)
        case .buffer(let buffer): self = .length(buffer.count)
        case .file(let file): self = .length(file.count)
        case .stream: self = version == .http11 ? .chunked : .close
        }
    }
}
