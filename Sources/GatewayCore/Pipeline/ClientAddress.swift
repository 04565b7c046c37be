import HTTPCore
import Primitives

/// Who a request came from, behind the proxies that the configuration trusts.
struct ClientAddresses: Sendable {
    private let proxies: [AddressRange]

    /// Trusts these proxies, and nobody else, to say whom they speak for.
    init(proxies: [AddressRange]) { self.proxies = proxies }

    /// The client's address: the peer's own, or, when the peer is a trusted proxy, the last address in
    /// `X-Forwarded-For` that is not one itself. What stands before that address is hearsay.
    func client(of request: Request) -> IPAddress {
        guard isProxy(request.peer) else { return request.peer }
        var client = request.peer
        for hop in request.fields.values(of: "X-Forwarded-For").flatMap(\.elements).reversed() {
            guard let address = IPAddress(hop.string) else { return client }
            client = address
            if !isProxy(address) { return address }
        }
        return client
    }

    private func isProxy(_ address: IPAddress) -> Bool { proxies.contains { $0.contains(address) } }
}
