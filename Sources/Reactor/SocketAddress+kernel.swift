import CLinux
import Glibc
import Primitives

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
        let port = UInt16(bigEndian: raw.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        let host: IPAddress
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
        self.init(host: host, port: port)
    }
}
