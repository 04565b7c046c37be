import Glibc
import Primitives

/// The clocks by which processes, and lives of one process, agree when something was.
public protocol BootClock: Sendable {
    /// What they show now.
    var reading: BootReading { get }
}

/// What the machine's clocks show at one moment.
public struct BootReading: Sendable, Equatable {
    /// Tells one run of the machine from every other: 16 bytes.
    public var boot: [UInt8]
    /// Nanoseconds since the machine was started, its sleep included; it never steps.
    public var sinceBoot: Int64
    /// The calendar, which may step.
    public var wall: Timestamp

    /// A reading.
    public init(boot: [UInt8], sinceBoot: Int64, wall: Timestamp) {
        self.boot = boot
        self.sinceBoot = sinceBoot
        self.wall = wall
    }
}

/// The machine's clocks: `CLOCK_BOOTTIME`, and the kernel's id of this boot.
public struct SystemBootClock: BootClock {
    private let boot: [UInt8]

    /// Reads the id of this boot. A machine that has none counts every process as a boot of its own, for
    /// which the calendar decides.
    public init() {
        boot = Self.identifier() ?? (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// See ``BootClock``.
    public var reading: BootReading {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return BootReading(
            boot: boot, sinceBoot: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
            wall: SystemTime().wallClock)
    }

    /// `/proc/sys/kernel/random/boot_id`: 36 characters, 32 of them hexadecimal.
    private static func identifier() -> [UInt8]? {
        let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var text = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &text, text.count)
        let digits = text.prefix(max(0, count)).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 32 else { return nil }
        return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
