import Primitives

/// A route that a path led to.
public struct RouteMatch<Endpoint: Sendable>: Sendable {
    private let route: Router<Endpoint>.Route
    private let path: RequestPath

    init(route: Router<Endpoint>.Route, path: RequestPath) {
        self.route = route
        self.path = path
    }

    /// What was registered for the route.
    public var endpoint: Endpoint { route.endpoint }

    /// The template that matched, as it was registered: a name for logs and metrics.
    public var template: String { route.template }

    /// What the path holds for a parameter: one segment, decoded, never empty; for `{name...}` the rest of
    /// the path as it came, escapes unresolved, perhaps empty. Nothing when the template has no such
    /// parameter.
    public subscript(name: Text) -> Text? {
        for (index, other) in route.names.enumerated() where other == name {
            let position = route.positions[index]
            let isRest = route.endsWithRest && index == route.names.count - 1
            return isRest ? path.rest(from: position) : path.segment(position)
        }
        return nil
    }

    /// The names and values of all parameters, in order.
    public var parameters: [(name: Text, value: Text)] {
        route.names.compactMap { name in self[name].map { (name, $0) } }
    }
}
