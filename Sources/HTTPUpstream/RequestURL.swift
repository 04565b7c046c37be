import HTTPCore
import Primitives

/// A URL, cut into what libcurl is told of it: where to connect to, which a handle keeps from request to
/// request, and the target, which libcurl then copies into the request as it stands. A whole URL it takes
/// apart and puts together again at each request, a character at a time.
struct RequestURL {
    /// Whether it asks for TLS.
    let isSecure: Bool
    /// `https://host:port`.
    let origin: Text
    /// Path and query; without a path it begins with `?`, or is empty.
    let target: Text

    /// Cuts a URL. Nothing when it is not of `http` or `https`, holds a byte that no URL does, or a
    /// fragment, which is never sent.
    init?(_ url: Text) {
        isSecure = url.hasPrefixIgnoringCase("https://")
        guard isSecure || url.hasPrefixIgnoringCase("http://") else { return nil }
        var end = isSecure ? 8 : 7
        let isSendable = url.withBytes { bytes in
            while end < bytes.count, !Self.endsOrigin(bytes[end]) { end += 1 }
            return !bytes.containsAny { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "#") }
        }
        guard isSendable else { return nil }
        origin = url[0..<end]
        target = url[end..<url.count]
    }

    private static func endsOrigin(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}
