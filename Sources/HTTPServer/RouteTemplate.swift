import HTTPCore
import Primitives

/// A path with places for parameters: `/v1/tickets/{id}`, `/files/{rest...}`.
struct RouteTemplate {
    enum Segment: Equatable {
        case fixed(String)
        case parameter(String)
        /// What is left of the path, slashes and all; always the last segment.
        case rest(String)
    }

    let segments: [Segment]

    /// How many segments a template may have.
    static let maximumSegments = 16

    /// Reads a template.
    init(_ text: String) throws(RouteError) {
        guard text.hasPrefix("/") else {
            throw .malformed(template: text, reason: "it does not begin with /")
        }
        var segments: [Segment] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = text == "/" ? .fixed("") : Self.segment(part) else {
                throw .malformed(template: text, reason: "\"\(part)\" is not a segment")
            }
            if case .rest? = segments.last {
                throw .malformed(template: text, reason: "something follows the rest")
            }
            segments.append(segment)
        }
        guard segments.count <= Self.maximumSegments else {
            throw .malformed(template: text, reason: "it has more than \(Self.maximumSegments) segments")
        }
        self.segments = segments
        guard Set(parameterNames).count == parameterNames.count else {
            throw .malformed(template: text, reason: "two parameters have one name")
        }
    }

    private static func segment(_ part: Substring) -> Segment? {
        if part.hasPrefix("{"), part.hasSuffix("...}") {
            let name = part.dropFirst().dropLast(4)
            return isName(name) ? .rest(String(name)) : nil
        }
        if part.hasPrefix("{"), part.hasSuffix("}") {
            let name = part.dropFirst().dropLast()
            return isName(name) ? .parameter(String(name)) : nil
        }
        let isFixed =
            part != "." && part != ".." && !part.isEmpty && part.utf8.allSatisfy(PercentCoding.isUnreserved)
        return isFixed ? .fixed(String(part)) : nil
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && PercentCoding.isUnreserved($0) }
    }

    /// The names of its parameters, in order.
    var parameterNames: [String] {
        segments.compactMap { segment in
            switch segment {
            case .fixed: nil
            case .parameter(let name), .rest(let name): name
            }
        }
    }

    /// Which segments its parameters are.
    var parameterPositions: [Int] {
        segments.indices.filter { index in
            if case .fixed = segments[index] { false } else { true }
        }
    }

    /// Whether both match the same paths.
    func hasSameShape(as other: RouteTemplate) -> Bool {
        segments.count == other.segments.count
            && zip(segments, other.segments).allSatisfy { pair in
                switch pair {
                case (.fixed(let left), .fixed(let right)): left == right
                case (.parameter, .parameter), (.rest, .rest): true
                default: false
                }
            }
    }
}

/// Why a table of routes cannot be used.
public enum RouteError: Error, Equatable, Sendable {
    /// A template cannot be read.
    case malformed(template: String, reason: String)
    /// Two templates match the same paths with the same method.
    case ambiguous(method: Method, template: String, other: String)
}

extension RouteError: CustomStringConvertible {
    /// What is wrong with which template.
    public var description: String {
        switch self {
        case .malformed(let template, let reason): "the route \(template) is malformed: \(reason)"
        case .ambiguous(let method, let template, let other):
            "the routes \(method.name) \(template) and \(method.name) \(other) match the same paths"
        }
    }
}
