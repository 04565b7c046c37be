import Glibc

/// A process, told from every other that this machine runs or ran, also from one that gets its number later.
struct ProcessIdentity: Equatable {
    private let boot: [UInt8]
    /// Processes of one namespace see one another's numbers; those of another container do not.
    private let namespace: UInt64
    private let number: UInt64
    /// When it began, in the kernel's ticks since the boot.
    private let start: UInt64

    /// How many bytes ``bytes`` has.
    static let length = 40

    /// This process; nothing where the kernel does not say enough.
    static let current: ProcessIdentity? = {
        guard let boot = BootIdentifier.current, let namespace = currentNamespace,
            let stat = ProcessState(of: UInt64(getpid()))
        else { return nil }
        return ProcessIdentity(
            boot: boot, namespace: namespace, number: UInt64(getpid()), start: stat.start)
    }()

    private init(boot: [UInt8], namespace: UInt64, number: UInt64, start: UInt64) {
        self.boot = boot
        self.namespace = namespace
        self.number = number
        self.start = start
    }

    /// Reads what ``bytes`` wrote; nothing when it is something else.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        let bytes = Array(bytes)
        func number(at index: Int) -> UInt64 {
            bytes[index..<index + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(
            boot: Array(bytes[..<16]), namespace: number(at: 16), number: number(at: 24),
            start: number(at: 32))
    }

    /// The process as bytes.
    var bytes: [UInt8] {
        boot
            + [namespace, number, start].flatMap { value in
                (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
            }
    }

    /// Whether the process is known to have ended. One that cannot be seen from here, in another container or
    /// before the machine was started anew, may still run as far as anybody can tell.
    var hasEnded: Bool {
        guard let current = Self.current, boot == current.boot, namespace == current.namespace else {
            return false
        }
        guard let state = ProcessState(of: number) else { return !ProcessState.exists(number) }
        return state.start != start || state.hasEnded
    }

    /// The number of the namespace, out of `pid:[4026531836]`.
    private static let currentNamespace: UInt64? = {
        var link = [CChar](repeating: 0, count: 64)
        let count = readlink("/proc/self/ns/pid", &link, link.count)
        guard count > 0 else { return nil }
        let digits = link[..<count].map { UInt8(bitPattern: $0) }.filter { (0x30...0x39).contains($0) }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }()
}

/// What `/proc/{number}/stat` says of a process.
private struct ProcessState {
    /// When it began, in ticks since the boot.
    let start: UInt64
    /// Whether it has ended and only its parent has not taken note.
    let hasEnded: Bool

    /// Reads it; nothing when there is no such process or its state cannot be read.
    init?(of number: UInt64) {
        guard let text = KernelFile.read("/proc/\(number)/stat") else { return nil }
        // The name, in parentheses, may hold anything; what follows it are the fields from the third on.
        guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let start = UInt64(String(decoding: fields[19], as: UTF8.self)) else {
            return nil
        }
        self.start = start
        hasEnded = fields[0].first == UInt8(ascii: "Z") || fields[0].first == UInt8(ascii: "X")
    }

    /// Whether there is a process of that number, as far as the kernel says.
    static func exists(_ number: UInt64) -> Bool {
        guard let number = pid_t(exactly: number) else { return false }
        return kill(number, 0) == 0 || errno != ESRCH
    }
}
