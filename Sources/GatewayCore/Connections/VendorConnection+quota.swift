import HTTPCore
import Primitives
import VendorKit

/// The slots that one call has in the quotas of its connection.
struct QuotaSlots: Sendable {
    fileprivate var grants: [(quota: Quota, grant: QuotaGrant)] = []

    /// Whether any of them was not there at once.
    var wereWaitedFor: Bool { grants.contains { $0.grant.waited > .zero } }

    /// The call was not sent.
    func giveBack() {
        for (quota, grant) in grants { quota.giveBack(grant) }
    }
}

extension VendorConnection {
    /// How what its calls spend stands now.
    var quotaSnapshot: QuotaSnapshot {
        let now = self.now
        return quotas.reduce(into: QuotaSnapshot()) { $0.merge($1.snapshot(at: now)) }
    }

    /// Whether the vendor refuses every call.
    var isBlocked: Bool { quotas.contains(where: \.isBlocked) || health.isBlocked(at: now) }

    /// How many more calls may go now.
    var callsLeft: Int { quotas.map(\.left).min() ?? .max }

    /// A slot in every quota, for a call that is sent at once. It is waited for within what the request may
    /// wait.
    func spend(_ calls: CallMeter) async throws(Problem) -> QuotaSlots {
        guard !quotas.isEmpty else { return QuotaSlots() }
        let start = now
        let caller = calls.beginWaiting(at: start)
        defer { calls.endWaiting(at: now) }
        return try await spend(caller, from: start)
    }

    /// A slot in every quota, in their fixed order. When one refuses, the others get theirs back; when the
    /// last was waited for, those taken before count from now on.
    func spend(_ caller: QuotaCaller, from start: Instant) async throws(Problem) -> QuotaSlots {
        let end = start + caller.waitAtMost
        while true {
            var slots = QuotaSlots()
            var caller = caller
            for quota in quotas {
                if !slots.grants.isEmpty { caller.waitAtMost = max(.zero, end - now) }
                do throws(QuotaRefusal) {
                    slots.grants.append((quota, try await quota.acquire(caller)))
                } catch {
                    slots.giveBack()
                    throw Problem(error)
                }
            }
            if renew(&slots) { return slots }
            slots.giveBack()
        }
    }

    /// Has every slot count from the moment of the last; whether that is possible.
    private func renew(_ slots: inout QuotaSlots) -> Bool {
        guard let last = slots.grants.last, last.grant.waited > .zero else { return true }
        for index in slots.grants.indices.dropLast() {
            guard let renewed = slots.grants[index].quota.renew(slots.grants[index].grant) else {
                slots.grants.remove(at: index)
                return false
            }
            slots.grants[index].grant = renewed
        }
        return true
    }

    /// Refuses a call that needs a token and that there will be no slot for in time: a renewal for it would be in
    /// vain.
    func checkQuotas(_ calls: CallMeter, at now: Instant) throws(Problem) {
        guard credentials.keeper != nil else { return }
        let caller = calls.caller(at: now)
        for quota in quotas {
            if let refusal = quota.objection(to: caller, at: now) { throw Problem(refusal) }
        }
    }

    /// Whether a quota would refuse that caller now.
    func isRefusedByQuotas(_ caller: QuotaCaller) -> Bool {
        quotas.contains { $0.objection(to: caller, at: now) != nil }
    }

    /// What an answer to a call that went at that moment says of the quotas.
    func learn(from failure: VendorFailure?, sent: Instant) {
        if quotas.isEmpty { health.learn(from: failure?.kind, sent: sent, at: now) }
        for quota in quotas {
            switch failure?.kind {
            case .blocked(let length): quota.block(for: length)
            case .limited(let wait): quota.limit(retryAfter: wait, sent: sent)
            case nil, .rejected, .notFound, .conflict, .unauthorized, .forbidden, .serverError, .malformed:
                quota.succeed(sent: sent)
            }
        }
    }
}

extension Problem {
    /// There is no slot for a call.
    init(_ refusal: QuotaRefusal) {
        switch refusal {
        case .exhausted(let wait):
            self.init(
                .quotaExhausted,
                "The vendor's limit is spent; the next slot frees in \(wait.secondsRoundedUp) s.",
                retryAfter: wait)
        case .blocked(let wait): self = .vendorBlocked(retryAfter: wait)
        case .crowded(let wait):
            self.init(.overloaded, "As many calls wait for the vendor as may.", retryAfter: wait)
        case .unrecorded(let wait):
            self.init(
                .overloaded,
                "The history of the vendor's quota cannot be written, and no call is made without it.",
                retryAfter: wait)
        case .cancelled:
            self.init(.requestTimeout, "The request was given up while it waited for the vendor's quota.")
        }
        outcome = .notApplied
    }
}
