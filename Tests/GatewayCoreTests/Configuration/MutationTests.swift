import GatewayCore
import Primitives
import TestSupport
import Testing

/// A configuration that is cut short or altered anywhere is taken or refused with a fault: never a crash,
/// never a refusal without a reason, never a secret in one.
@Suite struct MutationTests {
    private static let seed = UInt64.random(in: 1 ... .max)

    @Test func everyTruncationIsTakenOrRefused() throws {
        let lines = try SampleConfigurationTests.sample("gateway.yaml").split(separator: "\n")
        let settings = lines.filter { $0.first { $0 != " " } != "#" }.joined(separator: "\n")
        let bytes = Array(settings.utf8)
        for length in 0...bytes.count { check(Array(bytes.prefix(length)), "cut to \(length)") }
    }

    @Test func everyMutationIsTakenOrRefused() throws {
        let original = Array(try SampleConfigurationTests.sample("gateway.yaml").utf8)
        print("MutationTests seed \(Self.seed)")
        var random = SeededGenerator(seed: Self.seed)
        for round in 0..<2000 {
            var bytes = original
            for _ in 0...Int.random(in: 0...4, using: &random) { mutate(&bytes, &random) }
            check(bytes, "seed \(Self.seed), round \(round)")
        }
    }

    private func check(_ bytes: [UInt8], _ which: String) {
        do {
            let read = try Configuration.decode(
                ByteBuffer(bytes),
                file: "gateway.yaml",
                surroundings: SampleConfigurationTests.surroundings,
                vendors: StubVendors()
            )
            #expect(!read.connections.isEmpty, "\(which)")
            #expect(!read.consumers.isEmpty, "\(which)")
        } catch {
            #expect(!error.faults.isEmpty, "\(which)")
            for fault in error.faults {
                #expect(fault.line > 0 && fault.column > 0 && !fault.message.isEmpty, "\(which)")
                #expect(!fault.message.contains("crm-key"), "\(which)")
                #expect(!fault.message.contains("0123456789abcdef"), "\(which)")
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let marks = Array("\n\t :,{}[]\"'#&*!|>-$?%~@`\0x0\u{FEFF}".utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = marks.randomElement(using: &random) ?? 0
        case 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4:
            let run = Array(bytes[place..<end])
            bytes.insert(contentsOf: run, at: Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.removeSubrange(max(1, place)...)
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "a")] }
    }
}
