import CLinux
import Glibc
import Primitives

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

extension SocketAddress {
    /// `AF_INET` or `AF_INET6`.
    var family: Int32 { host.v4 == nil ? AF_INET6 : AF_INET }

    /// Lends the address in the kernel's form.
    func withKernelForm<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        if let number = host.v4 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = number.bigEndian
            return Self.lend(&address, body)
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
            bytes.storeBytes(of: host.high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: host.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return Self.lend(&address, body)
    }

    private static func lend<Address, Result>(
        _ address: inout Address,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Has the kernel fill in an address; nothing when it is of another family.
    static func read<Failure: Error>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws(Failure) -> Void
    ) throws(Failure) -> SocketAddress? {
        var storage = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        return try withUnsafeMutablePointer(to: &storage) { pointer throws(Failure) in
            let raw = UnsafeMutableRawPointer(pointer)
            try body(raw.assumingMemoryBound(to: sockaddr.self), &length)
            return SocketAddress(kernelForm: UnsafeRawPointer(raw))
        }
    }

    /// Reads what the kernel wrote into memory for a `sockaddr_in6`, which has room for a `sockaddr_in`.
    private init?(kernelForm raw: UnsafeRawPointer) {
        let family = Int32(raw.loadUnaligned(as: sa_family_t.self))
        port = UInt16(bigEndian: raw.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        switch family {
        case AF_INET:
            host = IPAddress(v4: UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        case AF_INET6:
            host = IPAddress(
                high: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            )
        default: return nil
        }
    }
}
