import Glibc

/// An open file descriptor with one owner, closed when the owner lets go of it.
public struct FileDescriptor: ~Copyable, Sendable {
    /// The number, or -1 once it is closed.
    public private(set) var number: Int32

    /// Takes the descriptor over.
    public init(owning number: Int32) { self.number = number }

    deinit {
        if number >= 0 { _ = Glibc.close(number) }
    }

    /// Closes the descriptor now; a second time does nothing. Linux frees the number whatever `close`
    /// returns, so the result says nothing that could be acted on.
    public mutating func close() {
        guard number >= 0 else { return }
        _ = Glibc.close(number)
        number = -1
    }
}
