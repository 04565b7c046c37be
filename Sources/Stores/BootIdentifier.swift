import Glibc

/// What tells one run of the machine from every other.
public enum BootIdentifier {
    /// The kernel's id of this boot, 16 bytes; nothing on a machine that has none.
    public static let current: [UInt8]? = {
        let text = KernelFile.read("/proc/sys/kernel/random/boot_id") ?? []
        let digits = text.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 32 else { return nil }
        return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }()
}

/// Files that the kernel makes up when they are read.
enum KernelFile {
    /// The beginning of a file, up to a page of it; nothing when it cannot be read.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count >= 0 ? Array(bytes[..<count]) : nil
    }
}
