import JSONCore
import Primitives

/// A JSON value that tests compare and take apart in one expression. What is not there reads as `null`.
public enum JSONTree: Equatable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// An integer.
    case integer(Int64)
    /// Any other number.
    case double(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONTree])
    /// An object, its members in their order.
    case object([Member])

    /// A member of an object.
    public struct Member: Equatable, Sendable {
        /// Its name.
        public let key: String
        /// Its value.
        public let value: JSONTree
    }

    /// What `buffer` holds.
    public init(_ buffer: ByteBuffer) throws {
        try self.init(JSONDocument.parse(buffer).root)
    }

    private init(_ value: JSONValue) throws {
        switch value.kind {
        case .object:
            self = .object(
                try value.object().map { Member(key: $0.key.string, value: try JSONTree($0.value)) })
        case .array: self = .array(try value.array().map(JSONTree.init))
        case .string: self = .string(try value.string().string)
        case .integer: self = .integer(try value.integer())
        case .bool: self = .bool(try value.bool())
        case .null: self = .null
        default: self = .double(try value.double())
        }
    }

    /// The member of that name.
    public subscript(key: String) -> JSONTree { members.first { $0.key == key }?.value ?? .null }

    /// The element at that index.
    public subscript(index: Int) -> JSONTree {
        elements.indices.contains(index) ? elements[index] : .null
    }

    /// The members of an object; none of anything else.
    public var members: [Member] { if case .object(let members) = self { members } else { [] } }

    /// The names of the members, in their order.
    public var keys: [String] { members.map(\.key) }

    /// The elements of an array; none of anything else.
    public var elements: [JSONTree] { if case .array(let elements) = self { elements } else { [] } }

    /// The string, if it is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The integer, if it is one.
    public var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
    /// An array.
    public init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
}
