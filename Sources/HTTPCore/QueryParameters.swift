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
            let equals = Self.endOfName(in: part)
            let rest = part[min(equals + 1, part.count)..<part.count]
            guard let name = Self.name(of: part),
                let value = PercentCoding.decode(rest, plusIsSpace: true)
            else { return nil }
            parameters.append(Parameter(name: name, value: value))
        }
        all = parameters
    }

    /// The decoded name of one parameter as it stands in a query; nothing when an escape in it is broken.
    public static func name(of parameter: Text) -> Text? {
        PercentCoding.decode(parameter[0..<endOfName(in: parameter)], plusIsSpace: true)
    }

    private static func endOfName(in parameter: Text) -> Int {
        parameter.firstIndex(of: UInt8(ascii: "=")) ?? parameter.count
    }

    /// The value of the first parameter of that name.
    public subscript(name: Text) -> Text? {
        for parameter in all where parameter.name == name { return parameter.value }
        return nil
    }

    /// The value of the first parameter of that name.
    public func value(of name: String) -> Text? {
        for parameter in all where parameter.name.hasCharacters(of: name) { return parameter.value }
        return nil
    }
}
