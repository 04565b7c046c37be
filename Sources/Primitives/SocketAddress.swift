/// An address and a port, for TCP.
public struct SocketAddress: Hashable, Sendable {
    /// The address.
    public let host: IPAddress
    /// The port; 0 lets the system choose when listening.
    public let port: UInt16

    /// A port at an address.
    public init(host: IPAddress, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080` (which is 127.0.0.1); other names are not
    /// looked up. Nothing when the text is none of these.
    public init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = text[text.utf8.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), let host = Self.readHost(text[..<colon])
        else { return nil }
        self.init(host: host, port: port)
    }

    private static func readHost(_ text: Substring) -> IPAddress? {
        if text == "localhost" { return .loopback }
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let bare = isBracketed ? text.dropFirst().dropLast() : text
        // An IPv6 address has brackets and an IPv4 address none (RFC 3986, section 3.2.2).
        guard isBracketed == bare.utf8.contains(UInt8(ascii: ":")) else { return nil }
        return IPAddress(String(bare))
    }
}

extension SocketAddress: CustomStringConvertible {
    /// As it is read: `127.0.0.1:8080`, `[::1]:8080`. Logs that want no port print ``host``.
    public var description: String { host.v4 == nil ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
