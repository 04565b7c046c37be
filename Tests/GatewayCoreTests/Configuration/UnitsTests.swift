import Testing

@testable import GatewayCore

@Suite struct UnitsTests {
    @Test(
        arguments: [
            ("0s", .zero), ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("75s", .seconds(75)),
            ("10m", .seconds(600)), ("2h", .seconds(7200)), ("7d", .seconds(604_800)),
        ] as [(String, Duration)]
    )
    func durations(text: String, duration: Duration) {
        #expect(DurationText.read(text) == duration)
        #expect(DurationText.read(DurationText.text(duration)) == duration)
    }

    @Test(arguments: [
        "", "10", "s", "-1s", "+1s", "1.5s", "1 s", "10S", "1m30s", "1us", "1M", "99999999999999999999s",
        "9223372036854775807d", "１s",
    ])
    func notDurations(text: String) { #expect(DurationText.read(text) == nil) }

    @Test(arguments: [
        ("0", 0), ("4096", 4096), ("1B", 1), ("64KiB", 65_536), ("1MiB", 1_048_576), ("2GiB", 2_147_483_648),
        ("16MB", 16_000_000), ("3kB", 3000), ("3KB", 3000), ("1GB", 1_000_000_000),
    ])
    func sizes(text: String, size: Int) {
        #expect(ByteSize.read(text) == size)
        #expect(ByteSize.read(ByteSize.text(size)) == size)
    }

    @Test(arguments: [
        "", "KiB", "-1", "1.5MiB", "1 MiB", "1mib", "1TB", "0x10", "9223372036854775807KiB", "1_000",
    ])
    func notSizes(text: String) { #expect(ByteSize.read(text) == nil) }

    @Test(arguments: [
        (Duration.seconds(90), "90s"), (.seconds(120), "2m"), (.milliseconds(1500), "1500ms"), (.zero, "0s"),
    ])
    func durationsPrintInTheLargestUnit(duration: Duration, text: String) {
        #expect(DurationText.text(duration) == text)
    }

    @Test(arguments: [(0, "0"), (1024, "1KiB"), (1 << 20, "1MiB"), (1000, "1000"), (1 << 40, "1024GiB")])
    func sizesPrintInTheLargestUnit(size: Int, text: String) { #expect(ByteSize.text(size) == text) }
}
