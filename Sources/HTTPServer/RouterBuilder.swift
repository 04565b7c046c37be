import HTTPCore
import Primitives

/// Collects routes and freezes them into a ``Router``.
public struct RouterBuilder<Endpoint: Sendable> {
    struct Route {
        let method: Method
        let text: String
        let template: RouteTemplate
        let endpoint: Endpoint
    }

    private var routes: [Route] = []

    /// A builder without routes.
    public init() {}

    /// Adds a route. A template's segments are fixed, `{name}` for any one segment, or at the end
    /// `{name...}` for all that is left.
    public mutating func add(_ method: Method, _ template: String, _ endpoint: Endpoint) throws(RouteError) {
        let parsed = try RouteTemplate(template)
        let twin = routes.first { $0.method == method && $0.template.hasSameShape(as: parsed) }
        if let twin { throw .ambiguous(method: method, template: twin.text, other: template) }
        routes.append(Route(method: method, text: template, template: parsed, endpoint: endpoint))
    }

    /// The table, which changes no more.
    public func freeze() -> Router<Endpoint> {
        let root = GrowingNode()
        for (index, route) in routes.enumerated() {
            var node = root
            for segment in route.template.segments { node = node.child(for: segment) }
            node.routes[route.method] = index
        }
        return Router(
            tree: RouteTree(root),
            endpoints: routes.map(\.endpoint),
            shapes: routes.map { RouteShape($0.template, text: $0.text) }
        )
    }
}

extension RouteTemplate {
    var endsWithRest: Bool {
        if case .rest? = segments.last { true } else { false }
    }
}

/// A node of the tree while it still grows.
final class GrowingNode {
    var fixed: [String: GrowingNode] = [:]
    var parameter: GrowingNode?
    var rest: GrowingNode?
    var routes: [Method: Int] = [:]

    func child(for segment: RouteTemplate.Segment) -> GrowingNode {
        switch segment {
        case .fixed(let name):
            let child = fixed[name] ?? GrowingNode()
            fixed[name] = child
            return child
        case .parameter:
            let child = parameter ?? GrowingNode()
            parameter = child
            return child
        case .rest:
            let child = rest ?? GrowingNode()
            rest = child
            return child
        }
    }
}
