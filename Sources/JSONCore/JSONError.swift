/// Why bytes are not a JSON document that is accepted here.
public struct JSONError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Kind: Equatable, Sendable {
        /// There is no value: no bytes, or whitespace alone.
        case empty
        /// The brackets, commas, colons or words are not where RFC 8259 has them.
        case syntax
        /// A number breaks the grammar of RFC 8259, section 6.
        case number
        /// A string is not closed, holds a bare control character, or has an escape that is none.
        case string
        /// The bytes are not UTF-8.
        case encoding
        /// Arrays and objects are nested deeper than allowed.
        case depth
        /// The input is longer than 4 GiB.
        case tooLarge
        /// There was no memory to parse it.
        case outOfMemory
    }

    /// What is wrong.
    public let kind: Kind
    /// The byte, counted from zero, at which it shows; absent where that is not known.
    public let offset: Int?

    /// An error of this kind at this byte.
    public init(_ kind: Kind, offset: Int? = nil) {
        self.kind = kind
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// A sentence fit for an answer: `malformed JSON at byte 17`.
    public var description: String {
        let fault =
            switch kind {
            case .empty: "empty JSON"
            case .syntax: "malformed JSON"
            case .number: "malformed number in JSON"
            case .string: "malformed string in JSON"
            case .encoding: "JSON that is not UTF-8"
            case .depth: "JSON nested too deeply"
            case .tooLarge: "JSON that is too long"
            case .outOfMemory: "no memory to parse JSON"
            }
        return offset.map { "\(fault) at byte \($0)" } ?? fault
    }
}

/// A value of a well-formed document that is not what its reader needs.
public struct JSONTypeError: Error, Equatable, Sendable {
    /// What is wrong with it.
    public enum Problem: Equatable, Sendable {
        /// There is no such member.
        case missing
        /// It is of another type.
        case type(found: JSONKind)
        /// It is a number that the expected type cannot hold.
        case range
    }

    /// Where the value stands, or would stand: `$.tickets[3].requester_user.name`.
    public let path: String
    /// What its reader needs, in words: `a string`.
    public let expected: String
    /// What is wrong with it.
    public let problem: Problem
}

extension JSONTypeError: CustomStringConvertible {
    /// A sentence fit for an answer: `$.id: expected a string, found null`.
    public var description: String {
        switch problem {
        case .missing: "\(path): expected \(expected), found nothing"
        case .type(let found): "\(path): expected \(expected), found \(found.description)"
        case .range: "\(path): expected \(expected), found a number out of its range"
        }
    }
}
