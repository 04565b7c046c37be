import Glibc
import Primitives

/// A page of memory behind which lies one that cannot be read: whoever reads past the end ends the process.
final class GuardedPage {
    private let base: UnsafeMutableRawPointer
    private let size = Int(sysconf(Int32(_SC_PAGESIZE)))

    init?() {
        let both = mmap(nil, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let both, both != MAP_FAILED, mprotect(both + size, size, PROT_NONE) == 0 else { return nil }
        base = both
    }

    deinit { munmap(base, 2 * size) }

    /// Runs `body` with a text of these bytes that ends where the page does.
    func withTextAtTheEnd(_ bytes: [UInt8], _ body: (Text) -> Void) {
        let start = base + (size - bytes.count)
        start.copyMemory(from: bytes, byteCount: bytes.count)
        body(Text(owner: self, base: start.assumingMemoryBound(to: UInt8.self), count: bytes.count))
    }
}
