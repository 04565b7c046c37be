import Glibc
import Testing

@testable import Reactor

@Suite(.serialized, .timeLimit(.minutes(5))) struct SignalTests {
    @Test func signalsAreHeardOnTheLoop() async throws {
        try await withLoop { loop in
            let heard = Shared<[Int32]>([])
            let watcher = try SignalWatcher([SIGUSR1, SIGHUP], on: loop) { signal in
                #expect(loop.isCurrent)
                heard.update { $0.append(signal) }
            }
            kill(getpid(), SIGUSR1)
            kill(getpid(), SIGHUP)
            while heard.value.count < 2 { try await loop.sleep(for: .milliseconds(1)) }
            #expect(Set(heard.value) == [SIGUSR1, SIGHUP])
            watcher.stop()
            watcher.stop()
            #expect(loop.registrationCount == 0)
        }
    }

    @Test func aHandlerMayStopItsWatcher() async throws {
        try await withLoop { loop in
            let slot = Slot()
            slot.watcher = try SignalWatcher([SIGUSR2], on: loop) { _ in
                slot.watcher?.stop()
                slot.count += 1
            }
            kill(getpid(), SIGUSR2)
            while slot.count == 0 { try await loop.sleep(for: .milliseconds(1)) }
            #expect(loop.registrationCount == 0)
            slot.watcher = nil
        }
    }

    /// `@unchecked Sendable`: touched on the loop's thread alone.
    private final class Slot: @unchecked Sendable {
        var watcher: SignalWatcher?
        var count = 0
    }
}
