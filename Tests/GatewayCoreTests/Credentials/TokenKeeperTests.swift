import Primitives
import Synchronization
import Testing
import VendorKit

@testable import GatewayCore

/// Something that tasks wait for until a test lets them go.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Lets everybody go, now and later.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once the gate is open.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

@Suite struct TokenKeeperTests {
    /// An exchange that a test sees and decides about.
    private final class Vendor: Sendable {
        let begun = Gate()
        let mayAnswer = Gate()
        let presented = Mutex<[String]>([])
        let outcome: TokenState.Outcome

        init(_ outcome: TokenState.Outcome) { self.outcome = outcome }

        @Sendable func exchange(_ pair: TokenPair) async -> TokenState.Outcome {
            presented.withLock { $0.append(pair.refreshToken.string) }
            begun.open()
            await mayAnswer.wait()
            return Task.isCancelled ? .unknown : outcome
        }
    }

    private static let renewed = TokenState.Outcome.renewed(TokenPair(token: "t1", refreshToken: "r1"))

    private func keeper(_ time: ManualTime) -> TokenKeeper {
        TokenKeeper(pair: TokenPair(token: "t0", refreshToken: "r0"), lifetime: .seconds(3600), time: time)
    }

    @Test func anyNumberOfCallersShareOneExchange() async {
        let keeper = keeper(ManualTime())
        let vendor = Vendor(Self.renewed)
        keeper.refuse("t0")
        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<64 {
                group.addTask { try? await keeper.token(on: nil, exchange: vendor.exchange).string }
            }
            await vendor.begun.wait()
            vendor.mayAnswer.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "t1", count: 64))
        #expect(vendor.presented.withLock { $0 } == ["r0"])
    }

    @Test func everybodyIsToldOfAnAccountThatIsLost() async {
        let keeper = keeper(ManualTime())
        let vendor = Vendor(.unknown)
        vendor.mayAnswer.open()
        keeper.refuse("t0")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    await #expect(throws: TokenUnavailable.self) {
                        try await keeper.token(on: nil, exchange: vendor.exchange)
                    }
                }
            }
        }
        #expect(keeper.expiryReason == .answerLost)
        #expect(vendor.presented.withLock { $0 } == ["r0"])
    }

    @Test func anExchangeOutlivesTheCallerThatBeganIt() async throws {
        let keeper = keeper(ManualTime())
        let vendor = Vendor(Self.renewed)
        keeper.refuse("t0")
        let caller = Task { try await keeper.token(on: nil, exchange: vendor.exchange) }
        await vendor.begun.wait()
        caller.cancel()
        vendor.mayAnswer.open()
        #expect(try await caller.value == "t1")
        #expect(keeper.expiryReason == nil)
        #expect(try await keeper.token(on: nil, exchange: vendor.exchange) == "t1")
        #expect(vendor.presented.withLock { $0 } == ["r0"])
    }

    @Test func theOldTokenServesOthersWhileItIsRenewed() async throws {
        let time = ManualTime()
        let keeper = keeper(time)
        let first = Vendor(Self.renewed)
        first.mayAnswer.open()
        keeper.refuse("t0")
        #expect(try await keeper.token(on: nil, exchange: first.exchange) == "t1")
        time.advance(by: .seconds(2880))
        let second = Vendor(.renewed(TokenPair(token: "t2", refreshToken: "r2")))
        let renewing = Task { try await keeper.token(on: nil, exchange: second.exchange) }
        await second.begun.wait()
        #expect(try await keeper.token(on: nil, exchange: second.exchange) == "t1")
        second.mayAnswer.open()
        #expect(try await renewing.value == "t2")
        #expect(second.presented.withLock { $0 } == ["r1"])
    }

    @Test func anExchangeThatWasNotMadeSaysWhenToComeAgain() async throws {
        let time = ManualTime()
        let keeper = keeper(time)
        let vendor = Vendor(.notMade)
        vendor.mayAnswer.open()
        keeper.refuse("t0")
        do {
            _ = try await keeper.token(on: nil, exchange: vendor.exchange)
            Issue.record("a refused token was handed out")
        } catch .later(let wait) {
            #expect(wait == TokenState.rest)
        }
        time.advance(by: TokenState.rest)
        let next = Vendor(Self.renewed)
        next.mayAnswer.open()
        #expect(try await keeper.token(on: nil, exchange: next.exchange) == "t1")
    }
}
