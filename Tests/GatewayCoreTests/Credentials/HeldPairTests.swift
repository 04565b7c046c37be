import Primitives
import Stores
import Testing
import VendorKit

@testable import GatewayCore

/// What is held against what is stored.
@Suite struct HeldPairTests {
    private static let owner: [UInt8] = [1]
    private static let configured = TokenPair(token: "c", refreshToken: "rc")

    private func record(_ token: Text, origins: TokenPair) -> CredentialRecord {
        CredentialRecord(
            given: TokenPair(token: token, refreshToken: Text(joining: "r", token)),
            origins: [CredentialRecord.fingerprint(of: origins, connection: "cxpress")])
    }

    private func held() -> HeldPair { HeldPair(configured: Self.configured, connection: "cxpress") }

    private func weigh(
        _ held: inout HeldPair, _ record: CredentialRecord, _ version: UInt64
    ) -> HeldPair.Verdict {
        held.weigh(.record(record, RecordVersion(version)), owner: Self.owner)
    }

    /// What is held after the store has had a record from the configured pair, at version 5.
    private func settled() -> HeldPair {
        var held = held()
        _ = weigh(&held, record("t1", origins: Self.configured), 5)
        return held
    }

    @Test func withoutARecordTheConfiguredPairIsStored() {
        var held = held()
        let verdict = held.weigh(.nothing, owner: Self.owner)
        #expect(verdict == .mustWrite && held.record?.pair == Self.configured && held.version == nil)
    }

    @Test func aRecordThatBeganFromTheConfiguredPairWins() {
        var held = held()
        let verdict = weigh(&held, record("t1", origins: Self.configured), 5)
        #expect(verdict == .agrees && held.record?.pair.token == "t1" && held.isSaved)
    }

    @Test func anotherConfiguredPairWinsUntilItIsStored() {
        let old = TokenPair(token: "o", refreshToken: "ro")
        var held = held()
        for version: UInt64 in 5...7 {
            let verdict = weigh(&held, record(Text("t\(version)"), origins: old), version)
            #expect(verdict == .mustWrite && held.record?.pair == Self.configured)
            #expect(held.version == RecordVersion(version), "written by a process of the older configuration")
        }
        if let written = held.record { held.saved(written, RecordVersion(8)) }
        let verdict = weigh(&held, record("other", origins: old), 9)
        #expect(verdict == .agrees && held.record?.pair.token == "other", "an operator's, later")
    }

    @Test func whatIsNotStoredYetStandsAgainstThePairItWasGotWith() {
        var held = settled()
        let (before, after) = (
            record("t1", origins: Self.configured), record("t2", origins: Self.configured)
        )
        held.advance(to: after)
        let exchanging = before.at(.exchanging(since: Timestamp(seconds: 0), owner: Self.owner))
        let verdict = weigh(&held, exchanging, 6)
        #expect(verdict == .mustWrite && held.record == after && held.version == RecordVersion(6))
        let foreign = before.at(.exchanging(since: Timestamp(seconds: 0), owner: [2]))
        let other = weigh(&held, foreign, 7)
        #expect(other == .agrees && held.record == foreign, "not this process's exchange")
    }

    @Test func aWriteWhoseOutcomeWasInDoubtIsRecognised() {
        var held = settled()
        let after = record("t2", origins: Self.configured)
        held.advance(to: after)
        let verdict = weigh(&held, after, 6)
        #expect(verdict == .agrees && held.isSaved)
    }

    @Test func anOperatorsPairStandsAgainstOneThatIsNotStored() {
        var held = settled()
        held.advance(to: record("t2", origins: Self.configured))
        let given = record("given", origins: Self.configured)
        let verdict = weigh(&held, given, 6)
        #expect(verdict == .agrees && held.record == given)
    }

    @Test func whatCannotBeReadIsNotReplacedUnlessItIsKnown() {
        var fresh = held()
        let unknown = fresh.weigh(.unreadable(.damaged, RecordVersion(5)), owner: Self.owner)
        #expect(unknown == .unreadable(.damaged) && fresh.record == nil)
        var known = settled()
        let rotten = known.weigh(.unreadable(.damaged, RecordVersion(5)), owner: Self.owner)
        #expect(rotten == .mustWrite && known.record?.pair.token == "t1", "what it held is known here")
        var other = settled()
        let later = other.weigh(.unreadable(.keyDiffers, RecordVersion(6)), owner: Self.owner)
        #expect(later == .unreadable(.keyDiffers))
        fresh.configure(TokenPair(token: "n", refreshToken: "rn"))
        let changed = fresh.weigh(.unreadable(.damaged, RecordVersion(5)), owner: Self.owner)
        #expect(changed == .mustWrite && fresh.record?.pair.token == "n")
    }

    @Test func aRecordThatWentIsStoredAgain() {
        var held = settled()
        let verdict = held.weigh(.nothing, owner: Self.owner)
        #expect(verdict == .mustWrite && held.record?.pair.token == "t1" && held.version == nil)
        let failed = held.weigh(
            .failed(StoreError(.locked, "It is locked.")), owner: Self.owner)
        #expect(failed == .mustWrite)
    }
}
