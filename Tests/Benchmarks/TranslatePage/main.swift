import Foundation
import JSONCore
import Primitives

/// Prints how long it takes to translate one page, with this project's JSON and with Codable, interleaved in
/// one run: `TranslatePageBenchmark [rounds]`. `TranslatePageBenchmark profile [times]` only translates,
/// for a profiler to watch.
let rounds = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 40 : 40
let page = Page.make()
let pageData = Data(page.bytes)
let output = ByteBuffer(capacity: 256 << 10)
guard let translation = try Translation() else { fatalError("no vendor lists tickets") }

if CommandLine.arguments.dropFirst().first == "profile" {
    let times = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 20_000
    for _ in 0..<times {
        output.removeAll()
        try translation.translate(page, into: output)
    }
    exit(0)
}

func microseconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = SystemTime().now
    for _ in 0..<repetitions { try body() }
    return Double((SystemTime().now - start).nanoseconds) / 1000 / Double(repetitions)
}

func report(_ name: String, _ samples: [Double]) {
    let sorted = samples.sorted()
    let text = "median \(rounded(sorted[sorted.count / 2])) µs, minimum \(rounded(sorted[0])) µs"
    print(name.padding(toLength: 26, withPad: " ", startingAt: 0) + text)
}

func rounded(_ value: Double) -> String { String(format: "%.1f", value) }

var parsing: [Double] = []
var translating: [Double] = []
var decoding: [Double] = []
for _ in 0..<rounds {
    parsing.append(try microseconds(50) { _ = try JSONDocument.parse(page) })
    translating.append(
        try microseconds(50) {
            output.removeAll()
            try translation.translate(page, into: output)
        }
    )
    decoding.append(try microseconds(2) { _ = try CodableTranslation.translate(pageData) })
}

print("page \(page.count) bytes, answer \(output.count) bytes, \(rounds) rounds")
report("parse", parsing)
report("parse, map, write", translating)
report("Codable", decoding)
let ratio = decoding.sorted()[rounds / 2] / translating.sorted()[rounds / 2]
print("Codable takes \(rounded(ratio)) times as long")
