import Foundation
import JSONCore
import Primitives

/// Prints how much processor time it takes to translate a page of 1,000 answers, with this project's JSON and
/// with Codable, interleaved in one run: `TranslateResponsesBenchmark [rounds]`. `TranslateResponsesBenchmark
/// profile [times]` only translates, for a profiler to watch; `TranslateResponsesBenchmark page` prints the
/// translated page.
let arguments = CommandLine.arguments.dropFirst()
let rounds = arguments.first.flatMap { Int($0) } ?? 20
let page = Page.make()
let pageData = Data(page.bytes)
let actions = try CodableTranslation.actions(Data(Page.actions.utf8))
let output = ByteBuffer(capacity: 4 << 20)
guard let translation = try Translation() else { fatalError("IndeCX lists no responses") }

if arguments.first == "profile" || arguments.first == "page" {
    let times = arguments.first == "page" ? 1 : arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
    for _ in 0..<times {
        output.removeAll()
        try translation.translate(page, into: output)
    }
    if arguments.first == "page" { print(output.string) }
    exit(0)
}

/// The processor time that `body` takes: a crowded machine changes it less than the time by the clock.
func microseconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = processorTime()
    for _ in 0..<repetitions { try body() }
    return (processorTime() - start) / Double(repetitions)
}

func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
}

func report(_ name: String, _ samples: [Double]) {
    let sorted = samples.sorted()
    let median = sorted[sorted.count / 2]
    let speed = "\(rounded(Double(page.count) / median)) MB/s"
    let text = "median \(rounded(median)) µs (\(speed)), minimum \(rounded(sorted[0])) µs"
    print(name.padding(toLength: 26, withPad: " ", startingAt: 0) + text)
}

func rounded(_ value: Double) -> String { String(format: "%.1f", value) }

var parsing: [Double] = []
var translating: [Double] = []
var decoding: [Double] = []
for _ in 0..<rounds {
    parsing.append(try microseconds(5) { _ = try JSONDocument.parse(page) })
    translating.append(
        try microseconds(5) {
            output.removeAll()
            try translation.translate(page, into: output)
        }
    )
    decoding.append(try microseconds(1) { _ = try CodableTranslation.translate(pageData, actions) })
}

print("page \(page.count) bytes, answer \(output.count) bytes, \(rounds) rounds")
report("parse", parsing)
report("parse, map, write", translating)
report("Codable", decoding)
let ratio = decoding.sorted()[rounds / 2] / translating.sorted()[rounds / 2]
print("Codable takes \(rounded(ratio)) times as long")
