import Glibc
import Primitives

/// What the program says to a person: results to standard output, the rest to standard error.
enum Terminal {
    /// Writes a line to standard output.
    static func say(_ line: String) { write(line, to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func complain(_ line: String) { write(line, to: STDERR_FILENO) }

    private static func write(_ line: String, to descriptor: Int32) {
        let buffer = ByteBuffer(line + "\n")
        write(buffer, to: descriptor)
    }

    /// Writes all of a buffer; what the other end does not take is lost.
    static func write(_ buffer: ByteBuffer, to descriptor: Int32) {
        buffer.withBytes { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let written = Glibc.write(descriptor, start, rest.count)
                if written <= 0 && errno != EINTR { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(written, 0)))
            }
        }
    }
}
