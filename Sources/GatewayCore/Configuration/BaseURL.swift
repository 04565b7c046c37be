import Primitives

/// What stands before every path at a host of a vendor: a scheme, a host, perhaps a port and a path.
public struct BaseURL: Hashable, Sendable {
    /// How the host is spoken to.
    public enum Scheme: String, Sendable {
        /// In the clear: a mesh, a simulator, a test.
        case http
        /// TLS.
        case https
    }

    /// How the host is spoken to.
    public let scheme: Scheme
    /// The host and, where it is written, the port: `api.track.co`, `127.0.0.1:9100`, `[::1]:9100`.
    public let authority: String
    /// The path, empty or beginning with a slash, never ending with one.
    public let path: String

    /// Why a text is no base URL, to stand behind "wants".
    public struct Malformed: Error, Equatable {
        /// What would be right.
        public var wanted: String
    }

    /// Reads an absolute `http` or `https` URL without query, fragment or userinfo (RFC 3986); a slash at
    /// its end is dropped. What it throws does not repeat the text, which may hold a password.
    public init(_ text: String) throws(Malformed) {
        guard let (scheme, rest) = Self.scheme(of: text) else {
            throw Malformed(wanted: "an absolute URL that begins with https:// or http://")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        guard !rest.contains("?"), !rest.contains("#") else {
            throw Malformed(wanted: "a URL without a query or a fragment")
        }
        guard !authority.contains("@") else {
            throw Malformed(wanted: "a URL without a user or a password; those belong under 'credentials'")
        }
        guard Self.isAuthority(authority) else {
            throw Malformed(wanted: "a URL with a host name or address, and a port from 1 to 65535 if any")
        }
        var path = rest[slash...]
        while path.hasSuffix("/") { path = path.dropLast() }
        guard Self.isPath(path.utf8), !path.contains("//"),
            !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
        else {
            throw Malformed(wanted: "a URL whose path is percent-encoded and has no empty or dot segment")
        }
        self.scheme = scheme
        self.authority = authority.lowercased()
        self.path = String(path)
    }

    private static func scheme(of text: String) -> (Scheme, rest: Substring)? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
            let scheme = Scheme(rawValue: text[..<colon].lowercased())
        else { return nil }
        return (scheme, text[colon...].dropFirst(3))
    }

    private static func isAuthority(_ authority: Substring) -> Bool {
        var host = authority
        let colon = authority.lastIndex(of: ":")
        if let colon, !authority[colon...].contains("]") {
            let digits = authority[colon...].dropFirst()
            guard digits.utf8.allSatisfy(isDigit), let port = UInt16(digits), port > 0 else { return false }
            host = authority[..<colon]
        }
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && host.contains(":")
                && IPAddress(String(host.dropFirst().dropLast())) != nil
        }
        return !host.isEmpty && host.utf8.count <= 253 && host.first != "-" && host.first != "."
            && host.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Unreserved characters, sub-delimiters, `:`, `@`, `/` and whole percent escapes (RFC 3986, section 3.3).
    private static func isPath(_ path: Substring.UTF8View) -> Bool {
        var rest = path
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst(), let low = rest.popFirst(), isHexadecimal(high),
                    isHexadecimal(low)
                else { return false }
            } else if !isDigit(byte), !isLetter(byte), !"-._~!$&'()*+,;=:@/".utf8.contains(byte) {
                return false
            }
        }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
    }
}

extension BaseURL: CustomStringConvertible {
    /// The URL, without a slash at its end.
    public var description: String { "\(scheme)://\(authority)\(path)" }
}
