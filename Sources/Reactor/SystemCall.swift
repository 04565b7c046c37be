import Glibc

/// A system call that failed.
public struct SystemCallError: Error, Equatable, Sendable {
    /// Which call it was, as it is named in section 2 of the manual.
    public let call: StaticString
    /// The value of `errno`.
    public let code: Int32

    /// A failure of `call` with that `errno`.
    public init(call: StaticString, code: Int32) {
        self.call = call
        self.code = code
    }

    /// Whether both are the same failure of the same call.
    public static func == (left: SystemCallError, right: SystemCallError) -> Bool {
        left.code == right.code && left.call.description == right.call.description
    }

    /// Whether the process or the machine is out of descriptors or memory, which passes.
    public var isExhaustion: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }

    /// Whether the peer is gone.
    public var isDisconnection: Bool {
        [ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN, ETIMEDOUT].contains(code)
    }
}

extension SystemCallError: CustomStringConvertible {
    /// `bind: Address already in use (98)`.
    public var description: String {
        "\(call): \(String(cString: strerror(code))) (\(code))"
    }
}

/// Makes a system call, again for as long as a signal interrupts it. This function and
/// ``nonblockingSystemCall(_:_:)`` are the only readers of `errno`.
///
/// - Parameters:
///   - name: The call's name, for the error.
///   - body: The call; a negative result is a failure.
@discardableResult
@inline(__always)
public func systemCall<Result: SignedInteger>(
    _ name: StaticString,
    _ body: () -> Result
) throws(SystemCallError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw SystemCallError(call: name, code: code) }
    }
}

/// Like ``systemCall(_:_:)``, for a descriptor that does not block: nothing when the call would have had
/// to wait.
@inline(__always)
public func nonblockingSystemCall<Result: SignedInteger>(
    _ name: StaticString,
    _ body: () -> Result
) throws(SystemCallError) -> Result? {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code == EAGAIN { return nil }
        if code != EINTR { throw SystemCallError(call: name, code: code) }
    }
}
