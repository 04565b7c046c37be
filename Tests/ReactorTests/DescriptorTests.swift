import Glibc
import Testing

@testable import Reactor

struct DescriptorTests {
    /// Two descriptors are ready in the same wait. Whichever is told first closes the other and puts a new
    /// socket at its number; the event that was fetched for the old one must reach nobody.
    @Test func anEventOfAReusedDescriptorIsDropped() async throws {
        try await withLoop { loop in
            let stage = try ReuseStage(loop)
            // Both have to become ready before the loop looks: that is, within this job.
            stage.first.writeToNear()
            stage.second.writeToNear()
            try await loop.sleep(for: .milliseconds(5))
            #expect(stage.told.value.count == 1)
            #expect(stage.newcomerTold.value == 0)
            stage.writeToNewcomer()
            try await loop.sleep(for: .milliseconds(5))
            #expect(stage.newcomerTold.value == 1)
            stage.close()
        }
    }

    @Test func interestIsLevelTriggeredAndCanChange() async throws {
        try await withLoop { loop in
            let pair = try SocketPair()
            defer { pair.close() }
            let heard = Shared<[Readiness]>([])
            let registration = try loop.register(
                pair.near,
                interest: [],
                handler: ClosureHandler { ready in heard.update { $0.append(ready) } }
            )
            pair.writeToNear()
            try await loop.sleep(for: .milliseconds(2))
            #expect(heard.value.isEmpty)
            try loop.update(registration, interest: .readable)
            try await loop.sleep(for: .milliseconds(2))
            #expect(heard.value.count >= 2)
            #expect(heard.value.allSatisfy { $0 == .readable })
            try loop.update(registration, interest: .writable)
            heard.update { $0 = [] }
            try await loop.sleep(for: .milliseconds(1))
            #expect(heard.value.first == .writable)
            loop.deregister(registration)
            heard.update { $0 = [] }
            try await loop.sleep(for: .milliseconds(1))
            #expect(heard.value.isEmpty)
            #expect(loop.registrationCount == 0)
            loop.deregister(registration)
            try loop.update(registration, interest: .readable)
        }
    }

    @Test func theEndOfThePeerIsAHangup() async throws {
        try await withLoop { loop in
            let pair = try SocketPair()
            defer { pair.close() }
            let heard = Shared<Readiness>([])
            let registration = try loop.register(
                pair.near,
                interest: .hangup,
                handler: ClosureHandler { ready in heard.update { $0.formUnion(ready) } }
            )
            shutdown(pair.far, Int32(SHUT_WR))
            try await loop.sleep(for: .milliseconds(2))
            #expect(heard.value.contains(.hangup))
            #expect(!heard.value.contains(.closed))
            loop.deregister(registration)
        }
    }

    @Test func aBadDescriptorIsAnErrorAndLeavesNothingBehind() async throws {
        try await withLoop { loop in
            #expect(throws: SystemCallError(call: "epoll_ctl", code: EBADF)) {
                try loop.register(1_000_000, interest: .readable, handler: ClosureHandler { _ in })
            }
            #expect(loop.registrationCount == 0)
        }
    }
}

/// Two registered pairs, and what happens when one of them is replaced while its event is on the way.
///
/// `@unchecked Sendable`: touched on the loop's thread alone.
private final class ReuseStage: @unchecked Sendable {
    let first: SocketPair
    let second: SocketPair
    let told = Shared<[Int32]>([])
    let newcomerTold = Shared(0)
    private let loop: EventLoop
    private let newcomer: SocketPair
    private var registrations: [Int32: Registration] = [:]

    init(_ loop: EventLoop) throws {
        self.loop = loop
        first = try SocketPair()
        second = try SocketPair()
        newcomer = try SocketPair()
        try watch(first.near, replacing: second.near)
        try watch(second.near, replacing: first.near)
    }

    private func watch(_ descriptor: Int32, replacing other: Int32) throws {
        registrations[descriptor] = try loop.register(
            descriptor,
            interest: .readable,
            handler: ClosureHandler { [self] _ in
                told.update { $0.append(descriptor) }
                var byte: UInt8 = 0
                _ = read(descriptor, &byte, 1)
                replace(other)
            }
        )
    }

    private func replace(_ number: Int32) {
        if let registration = registrations.removeValue(forKey: number) { loop.deregister(registration) }
        // Closes what was there, and opens the new socket under the same number and in the same slot.
        #expect(dup2(newcomer.near, number) == number)
        registrations[number] = try? loop.register(
            number,
            interest: .readable,
            handler: ClosureHandler { [self] _ in
                newcomerTold.update { $0 += 1 }
                var byte: UInt8 = 0
                _ = read(number, &byte, 1)
            }
        )
        #expect(registrations[number] != nil)
    }

    func writeToNewcomer() { newcomer.writeToNear() }

    func close() {
        for registration in registrations.values { loop.deregister(registration) }
        registrations = [:]
        for pair in [first, second, newcomer] { pair.close() }
    }
}
