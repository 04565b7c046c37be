import Glibc
import Primitives
import Stores

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
        boot = BootIdentifier.current ?? (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// See ``BootClock``.
    public var reading: BootReading {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return BootReading(
            boot: boot, sinceBoot: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
            wall: SystemTime().wallClock)
    }
}
