import Primitives
import Synchronization

/// How many requests may come from one client address, when the operator says so.
///
/// An address is remembered while it has requests in the window. IPv6 clients are told apart by the first
/// 64 bits, which is what one client is given (RFC 6177, section 2): else one of them could come from a new
/// address each time.
final class ClientLimits: Sendable {
    /// What each address may ask.
    let limit: Configuration.RateLimit

    private struct State {
        var windows: [IPAddress: SlidingWindow] = [:]
        var addresses: [IPAddress] = []
        var next = 0
    }

    /// How many addresses are remembered at most; past it one of them is forgotten for each that is new.
    static let maximumAddresses = 65_536
    /// How many remembered addresses each request looks at, to forget those whose window is empty. Two,
    /// as each request adds one at most.
    private static let lookedAtPerRequest = 2

    private let state = Mutex(State())

    /// The limit, with no address remembered.
    init(_ limit: Configuration.RateLimit) { self.limit = limit }

    /// How many addresses are remembered.
    var rememberedCount: Int { state.withLock { $0.addresses.count } }

    /// Counts a request, or says how long until another may be made from there.
    func spend(_ client: IPAddress, at now: Instant) -> Duration? {
        let client = Self.network(of: client)
        return state.withLock { state in
            for _ in 0..<Self.lookedAtPerRequest { Self.forgetNext(in: &state, at: now) }
            if state.windows[client] == nil { Self.remember(client, in: &state) }
            return state.windows[client, default: SlidingWindow(limit)].spend(at: now)
        }
    }

    private static func network(of client: IPAddress) -> IPAddress {
        client.v4 == nil ? IPAddress(high: client.high, low: 0) : client
    }

    private static func remember(_ client: IPAddress, in state: inout State) {
        if state.addresses.count < maximumAddresses {
            state.addresses.append(client)
            return
        }
        state.windows[state.addresses[state.next]] = nil
        state.addresses[state.next] = client
        state.next = (state.next + 1) % maximumAddresses
    }

    /// Forgets the next address in turn, if nothing of it is in the window any more.
    private static func forgetNext(in state: inout State, at now: Instant) {
        guard !state.addresses.isEmpty else { return }
        if state.next >= state.addresses.count { state.next = 0 }
        let address = state.addresses[state.next]
        guard state.windows[address]?.used(at: now) ?? 0 == 0 else {
            state.next += 1
            return
        }
        state.windows[address] = nil
        state.addresses.swapAt(state.next, state.addresses.count - 1)
        state.addresses.removeLast()
    }
}
