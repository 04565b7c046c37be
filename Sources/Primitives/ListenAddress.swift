/// Where a listener waits: a numeric address and a port.
public struct ListenAddress: Hashable, Sendable {
    /// The address; `0.0.0.0` and `::` stand for all of the machine's.
    public var address: IPAddress
    /// The port; 0 lets the system choose one.
    public var port: UInt16

    /// That port of that address.
    public init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080` (127.0.0.1); nothing when it is none of
    /// them. Other names are not looked up: what a name stands for may change between two starts.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...].utf8
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(Substring(digits))
        else { return nil }
        var host = text[..<colon]
        if host == "localhost" {
            self.init(address: .loopback, port: port)
            return
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(String(host)), isBracketed == host.contains(":") else { return nil }
        self.init(address: address, port: port)
    }
}

extension ListenAddress: CustomStringConvertible {
    /// `127.0.0.1:8080` or `[::1]:8080`
    public var description: String {
        address.v4 == nil ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
