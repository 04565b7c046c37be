// A process of its own around a store, to be killed or to be somebody else.
//
//     StoreCrashWriter write PATH FIRST    commits numbered records until it is killed, printing each number
//                                          once it is acknowledged, and the cause of the first error
//     StoreCrashWriter open PATH USER      opens the store as another user, and prints `open` or the cause

import Glibc
import Primitives
import Stores

/// Writes a line at once and whole, so that it is out when the process is killed right behind.
func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
}

/// Says what went wrong, and ends.
func fail(_ error: StoreError) -> Never {
    tell("\(error.cause)")
    exit(1)
}

/// A record and a point of the same number, which are both there or neither.
func commit(_ number: Int, to store: SQLiteStore) async throws(StoreError) {
    let point = SeriesPoint(moment: Timestamp(milliseconds: Int64(number)), value: Int64(number))
    let value = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100 + number % 1000)
    _ = try await store.commit(
        [
            .put(StoreKey("crash", "\(number)"), value, expecting: nil, expiry: nil),
            .append(point, to: StoreKey("crash", "all"), keepingSince: Timestamp(milliseconds: 0)),
        ], number.isMultiple(of: 3) ? .written : .synced)
    tell("\(number)")
}

/// Commits every number from `first` on, `stride` apart.
func write(to store: SQLiteStore, from first: Int, by stride: Int) async -> Never {
    var next = first
    while true {
        do throws(StoreError) { try await commit(next, to: store) } catch { fail(error) }
        next += stride
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let number = Int(arguments[3]) else { exit(64) }

do throws(StoreError) {
    switch arguments[1] {
    case "write":
        let store = try await SQLiteStore.open(path: arguments[2], time: SystemTime())
        for writer in 1..<4 {
            Task { await write(to: store, from: number + writer, by: 4) }
        }
        await write(to: store, from: number, by: 4)
    case "open":
        guard setgid(gid_t(number)) == 0, setuid(uid_t(number)) == 0 else { exit(77) }
        await (try SQLiteStore.open(path: arguments[2], time: SystemTime())).close()
        tell("open")
    default: exit(64)
    }
} catch {
    fail(error)
}
