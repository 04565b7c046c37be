import Glibc
import HTTPCore
import HTTPUpstream
import Primitives
import Reactor

// What the loop and the upstream client cost, in CPU time of this process.
//
//     ReactorBenchmark tasks
//     ReactorBenchmark timers
//     ReactorBenchmark upstream URL [REQUESTS] [CONCURRENCY]

/// User and system time of the process so far.
func cpuTime() -> Duration {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    return .seconds(seconds) + .microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
}

/// Runs `body` and prints what one of its `count` rounds took.
func measure(_ name: String, _ count: Int, _ body: () async throws -> Void) async rethrows {
    let clock = SystemTime()
    let (beganAt, cpuBefore) = (clock.now, cpuTime())
    try await body()
    let wall = (clock.now - beganAt).nanoseconds / Int64(count)
    let cpu = (cpuTime() - cpuBefore).nanoseconds / Int64(count)
    print("\(name): \(cpu) ns CPU, \(wall) ns elapsed")
}

func measureTasks() async {
    let count = 500_000
    await measure("task, begun and awaited", count) {
        for _ in 0..<count {
            await Task(executorPreference: EventLoop.current) {}.value
        }
    }
    await measure("yield", count) {
        for _ in 0..<count { await Task.yield() }
    }
}

final class NoTimer: TimerHandler {
    func timerFired(_: TimerToken) {}
}

func measureTimers(_ loop: EventLoop) async {
    let count = 2_000_000
    let handler = NoTimer()
    let tokens = (0..<10_000).map { loop.schedule(after: .seconds(60 + $0 % 10), handler) }
    await measure("timer, scheduled and cancelled among 10,000", count) {
        for _ in 0..<count { loop.cancel(loop.schedule(after: .seconds(75), handler)) }
    }
    await measure("timer, put off among 10,000", count) {
        for index in 0..<count { loop.reschedule(tokens[index % tokens.count], after: .seconds(75)) }
    }
}

func measureUpstream(_ loop: EventLoop, url: String, count: Int, concurrency: Int) async throws {
    guard let client = UpstreamClient(loop: loop) else { return }
    defer { client.shutdown() }
    var request = UpstreamRequest(method: .get, url: Text(url))
    request.fields = Fields([
        Field(name: "Authorization", value: "Bearer 0123456789abcdef0123456789abcdef"),
        Field(name: "Accept", value: "application/json"),
    ])
    let prepared = request
    let first = try await client.send(prepared)
    print("status \(first.status.code), \(first.body.count) bytes, \(first.framing)")
    try await measure("request, \(concurrency) at a time", count) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    for _ in 0..<count / concurrency { _ = try await client.send(prepared) }
                }
            }
            try await group.waitForAll()
        }
    }
}

let arguments = CommandLine.arguments
let loop = try EventLoop.start(name: "benchmark")
try await Task(executorPreference: loop) {
    switch arguments.dropFirst().first {
    case "tasks": await measureTasks()
    case "timers": await measureTimers(loop)
    case "upstream" where arguments.count > 2:
        let count = arguments.count > 3 ? Int(arguments[3]) : nil
        let concurrency = arguments.count > 4 ? Int(arguments[4]) : nil
        try await measureUpstream(
            loop,
            url: arguments[2],
            count: count ?? 200_000,
            concurrency: concurrency ?? 16
        )
    default: print("tasks | timers | upstream URL [REQUESTS] [CONCURRENCY]")
    }
}.value
loop.stop()
loop.join()
