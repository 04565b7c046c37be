import Foundation
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// Thousands of expiries under 64 callers, through the whole gateway to the simulators of vendors, with faults
/// at the renewals. `EXPIRIES=10000 swift test --filter ExpiryStormTests` for more of them.
@Suite struct ExpiryStormTests {
    private static let callers = 64
    private static let expiries =
        ProcessInfo.processInfo.environment["EXPIRIES"].flatMap { Int($0) } ?? 1000

    @Test(.timeLimit(.minutes(60)), arguments: ExpiryScheme.allCases)
    func everyExpiryIsOneRenewalAndNobodyIsRefusedInVain(scheme: ExpiryScheme) async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("ExpiryStormTests \(scheme.rawValue) seed \(seed)")
        var storm = try Storm(scheme, seed: seed)
        try await storm.begin()
        for number in 1...Self.expiries / ExpiryScheme.allCases.count {
            if let fault = try await storm.expire() {
                Issue.record("expiry \(number), seed \(seed): \(fault)")
                return
            }
        }
        print(storm.table)
    }

    /// A gateway with one connection, and the calls on it.
    private struct Storm {
        private let gateway: GatewayHarness
        private let vendor: StormedVendor
        private let keeper: TokenKeeper
        private var generator: SeededGenerator
        private var configuration: Configuration
        private var counts: [String: Int] = [:]

        init(_ scheme: ExpiryScheme, seed: UInt64) throws {
            let time = ManualTime()
            let vendor = StormedVendor(scheme, time: time)
            var connection = GatewayHarness.Connection(stand: { await vendor.answer($0) })
            (connection.name, connection.vendor) = (scheme.rawValue, scheme.rawValue)
            connection.credentials = scheme.credentials
            gateway = try GatewayHarness([connection], time: time)
            keeper = try #require(gateway.assembly.connections[Text(scheme.rawValue)]?.credentials.keeper)
            generator = SeededGenerator(seed: seed)
            configuration = gateway.configuration
            self.vendor = vendor
        }

        /// Calls until a token is at hand.
        func begin() async throws {
            vendor.plan(.none, endingAt: nil)
            #expect(await Self.ask(0, gateway, vendor.scheme) == nil)
        }

        /// Has a token end, or come to the time at which it is renewed, under 64 callers.
        ///
        /// - Returns: What was not as promised.
        mutating func expire() async throws -> String? {
            let trouble = generator.chance(40) ? .none : generator.element(of: ExpiryTrouble.allCases)
            let end = generator.chance(70) ? generator.integer(0...ExpiryStormTests.callers - 1) : nil
            let lifetime = vendor.scheme.lifetime
            gateway.time.advance(
                by: end == nil ? lifetime / 10 * 8 : .seconds(generator.integer(61...1200)))
            vendor.plan(trouble, endingAt: end)
            let problems = await problems()
            await keeper.finish()
            let page = vendor.page
            note(trouble, end, page, problems)
            if let fault = fault(trouble, end, page, problems) {
                return "\(trouble), token ends at call \(end ?? -1): \(fault), \(page), \(problems)"
            }
            return await recover(from: trouble)
        }

        /// What the callers were told who called side by side, and how many of them; `none` is an answer.
        private func problems() async -> [String: Int] {
            await withTaskGroup(of: String.self) { group in
                for caller in 0..<ExpiryStormTests.callers {
                    group.addTask { [gateway, vendor] in
                        await Self.ask(caller, gateway, vendor.scheme) ?? "none"
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
        }

        /// The problem of a caller's answer.
        private static func ask(
            _ caller: Int, _ gateway: GatewayHarness, _ scheme: ExpiryScheme
        ) async -> String? {
            let targets = scheme.targets
            let answer = await gateway.get(
                targets[caller % targets.count], fields: [GatewayHarness.alone])
            return answer.status == 200 ? nil : answer.problem ?? "\(answer.status)"
        }

        private func fault(
            _ trouble: ExpiryTrouble, _ end: Int?, _ page: StormedVendor.Page, _ problems: [String: Int]
        ) -> String? {
            if page.renewals != 1 { return "\(page.renewals) renewals" }
            if vendor.presentedTwice > 0 { return "a refresh token was presented twice" }
            let served = problems["none"] ?? 0
            if served != page.served { return "\(served) callers know of \(page.served) answers" }
            let told = Set(problems.keys).subtracting(["none"])
            let problem = vendor.scheme.problem(after: trouble)
            guard end != nil else {
                if page.refused > 0 { return "a token was refused that was to be renewed in time" }
                return told.isEmpty ? nil : "the old token was there for all"
            }
            if page.refused == 0 { return "the token did not end" }
            return told == Set([problem].compactMap { $0 })
                ? nil : "callers were to be told \(problem ?? "none")"
        }

        /// Has a token be at hand again: by itself, with time, or with new credentials.
        private mutating func recover(from trouble: ExpiryTrouble) async -> String? {
            let problem = vendor.scheme.problem(after: trouble)
            if problem == "vendor-error" { gateway.time.advance(by: TokenState.rest) }
            if problem == "credentials-expired" { await giveNewCredentials() }
            vendor.plan(.none, endingAt: nil)
            let told = await Self.ask(0, gateway, vendor.scheme)
            await keeper.finish()
            let renewals = problem != nil && vendor.scheme == .issued ? 1 : 0
            guard told == nil, vendor.page.refused == 0, vendor.page.renewals == renewals else {
                return "\(trouble), afterwards \(told ?? "none"), \(vendor.page)"
            }
            gateway.transport.forgetCalls()
            return nil
        }

        /// Does what an operator does. A key that is the same as before is given by way of another.
        private mutating func giveNewCredentials() async {
            var steps = [vendor.reissue()]
            if vendor.scheme == .issued { steps.insert(["company_key": "another-key"], at: 0) }
            for credentials in steps {
                var changed = configuration
                changed.connections[0].credentials = credentials.mapValues { Secret($0) }
                _ = await gateway.assembly.reload(from: configuration, to: changed)
                configuration = changed
            }
        }

        private mutating func note(
            _ trouble: ExpiryTrouble, _ end: Int?, _ page: StormedVendor.Page, _ problems: [String: Int]
        ) {
            counts[end == nil ? "due" : "ended", default: 0] += 1
            counts["\(trouble)", default: 0] += 1
            counts["renewals", default: 0] += page.renewals
            counts["calls refused", default: 0] += page.refused
            for (problem, count) in problems { counts["callers told \(problem)", default: 0] += count }
        }

        /// What was counted.
        var table: String {
            let rows = counts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
            return (["ExpiryStormTests \(vendor.scheme.rawValue)"] + rows).joined(separator: "\n")
                + "\n  refresh tokens presented twice: \(vendor.presentedTwice)"
        }
    }
}
