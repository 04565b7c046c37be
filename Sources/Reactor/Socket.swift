import CLinux
import Glibc
import Primitives

/// A TCP socket that does not block, closed when its owner lets go of it.
///
/// `@unchecked Sendable`: it is handed from owner to owner and used by one at a time, usually a loop's
/// thread; only ``close()`` changes it.
public final class Socket: @unchecked Sendable {
    private var file: FileDescriptor
    /// Who is at the other end; nothing for a listening socket.
    public let peer: SocketAddress?

    init(_ file: consuming FileDescriptor, peer: SocketAddress?) {
        self.file = file
        self.peer = peer
    }

    /// The descriptor's number, to register it; -1 once the socket is closed.
    public var descriptor: Int32 { file.number }

    /// Closes the socket now. It is deregistered from its loop first.
    public func close() { file.close() }

    /// A socket that listens.
    ///
    /// - Parameters:
    ///   - address: Where; port 0 lets the system choose.
    ///   - reusePort: Whether other sockets may listen there too, the kernel sharing connections out
    ///     between them (`SO_REUSEPORT`).
    ///   - backlog: How many connections may wait to be accepted.
    public static func listen(
        on address: SocketAddress,
        reusePort: Bool = false,
        backlog: Int32 = 4096
    ) throws(SystemCallError) -> Socket {
        let file = FileDescriptor(owning: try systemCall("socket") { cx_socket(address.family) })
        let socket = Socket(file, peer: nil)
        try socket.setOption(SOL_SOCKET, SO_REUSEADDR, 1)
        if reusePort { try socket.setOption(SOL_SOCKET, SO_REUSEPORT, 1) }
        try systemCall("bind") { address.withKernelForm { bind(socket.descriptor, $0, $1) } }
        try systemCall("listen") { Glibc.listen(socket.descriptor, backlog) }
        return socket
    }

    /// Takes a connection that waits; nothing when there is none. It sends without delay (`TCP_NODELAY`).
    ///
    /// Connections that failed while they waited are passed over. When the process is out of descriptors
    /// (``SystemCallError/isExhaustion``) the connection goes on waiting, so that the caller should stop
    /// listening for a while.
    public func accept() throws(SystemCallError) -> Socket? {
        while true {
            var accepted: Int32?
            do throws(SystemCallError) {
                let peer = try SocketAddress.read { address, length throws(SystemCallError) in
                    accepted = try nonblockingSystemCall("accept4") {
                        cx_accept(file.number, address, length)
                    }
                }
                guard let accepted else { return nil }
                let socket = Socket(FileDescriptor(owning: accepted), peer: peer)
                // Fails only for a connection that is gone, which its first read will say.
                _ = cx_set_option(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
                return socket
            } catch {
                // The network's errors of the waiting connection, see accept(2).
                guard Self.passingErrors.contains(error.code) else { throw error }
            }
        }
    }

    private static let passingErrors: Set<Int32> = [
        ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP,
        ENETUNREACH, EPERM,
    ]

    /// The address this end has.
    public var localAddress: SocketAddress? {
        try? SocketAddress.read { address, length throws(SystemCallError) in
            try systemCall("getsockname") { getsockname(file.number, address, length) }
        }
    }

    func setOption(_ level: Int32, _ option: Int32, _ value: Int32) throws(SystemCallError) {
        try systemCall("setsockopt") { cx_set_option(file.number, level, option, value) }
    }
}
