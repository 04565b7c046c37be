import Primitives

/// A route that a path led to.
public struct RouteMatch<Endpoint: Sendable>: Sendable {
    /// What was registered for the route.
    public let endpoint: Endpoint
    @usableFromInline let shape: RouteShape
    @usableFromInline let path: RequestPath

    @inlinable init(endpoint: Endpoint, shape: RouteShape, path: RequestPath) {
        self.endpoint = endpoint
        self.shape = shape
        self.path = path
    }

    /// The template that matched, as it was registered: a name for logs and metrics.
    @inlinable public var template: String { shape.template }

    /// What the path holds for a parameter: one segment, decoded, never empty; for `{name...}` the rest of
    /// the path as it came, escapes unresolved, perhaps empty. Nothing when the template has no such
    /// parameter.
    @inlinable public subscript(name: Text) -> Text? { shape.value(of: name, in: path) }

    /// What the path holds for the first parameter; nothing when the template has none.
    @inlinable public var firstValue: Text? { shape.firstValue(in: path) }

    /// What the path holds for the second parameter; nothing when the template has none.
    @inlinable public var secondValue: Text? { shape.secondValue(in: path) }

    /// The rest of the path as it came, where the template ends with `{name...}`.
    @inlinable public var rest: Text? { shape.rest(of: path) }

    /// The names and values of all parameters, in order.
    public var parameters: [(name: Text, value: Text)] {
        shape.names.compactMap { name in self[name].map { (name, $0) } }
    }
}

/// What is known of a route besides its endpoint. A class, so that a match refers to it.
@usableFromInline final class RouteShape: Sendable {
    @usableFromInline let template: String
    let names: [Text]
    private let positions: [Int]
    private let endsWithRest: Bool

    init(_ template: RouteTemplate, text: String) {
        self.template = text
        names = template.parameterNames.map { Text($0) }
        positions = template.parameterPositions
        endsWithRest = template.endsWithRest
    }

    @usableFromInline func value(of name: Text, in path: RequestPath) -> Text? {
        for (index, other) in names.enumerated() where other == name { return value(at: index, in: path) }
        return nil
    }

    @usableFromInline func firstValue(in path: RequestPath) -> Text? {
        names.isEmpty ? nil : value(at: 0, in: path)
    }

    @usableFromInline func secondValue(in path: RequestPath) -> Text? {
        names.count < 2 ? nil : value(at: 1, in: path)
    }

    @usableFromInline func rest(of path: RequestPath) -> Text? {
        guard endsWithRest, let position = positions.last else { return nil }
        return path.rest(from: position)
    }

    private func value(at index: Int, in path: RequestPath) -> Text {
        let isRest = endsWithRest && index == names.count - 1
        return isRest ? path.rest(from: positions[index]) : path.segment(positions[index])
    }
}
