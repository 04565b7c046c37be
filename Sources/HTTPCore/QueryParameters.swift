import Primitives

/// The parameters of a query, `name=value` joined by `&`, decoded.
public struct QueryParameters: Sendable {
    /// One parameter.
    public struct Parameter: Sendable {
        /// The decoded name.
        public let name: Text
        /// The decoded value; empty when there is none.
        public let value: Text
    }

    /// The parameters in their order.
    public let all: [Parameter]

    /// Reads a query, the part of a target behind `?`. Nothing when an escape is broken or is not UTF-8.
    public init?(_ query: Text?) {
        guard let query, !query.isEmpty else {
            all = []
            return
        }
        var parameters: [Parameter] = []
        for part in query.split(at: UInt8(ascii: "&")) where !part.isEmpty {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.count
            let rest = part[min(equals + 1, part.count)..<part.count]
            guard let name = PercentCoding.decode(part[0..<equals], plusIsSpace: true),
                let value = PercentCoding.decode(rest, plusIsSpace: true)
            else { return nil }
            parameters.append(Parameter(name: name, value: value))
        }
        all = parameters
    }

    /// The value of the first parameter of that name.
    public subscript(name: Text) -> Text? {
        all.first { $0.name == name }?.value
    }
}
