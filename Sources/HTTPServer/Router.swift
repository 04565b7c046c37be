import HTTPCore
import Primitives

/// A frozen table of routes.
///
/// What depends on the kind of endpoint is inlined where the router is used, which makes it code for that
/// kind alone; the rest stands in ``RouteTree``.
public struct Router<Endpoint: Sendable>: Sendable {
    @usableFromInline let tree: RouteTree
    @usableFromInline let endpoints: [Endpoint]
    @usableFromInline let shapes: [RouteShape]

    init(tree: RouteTree, endpoints: [Endpoint], shapes: [RouteShape]) {
        self.tree = tree
        self.endpoints = endpoints
        self.shapes = shapes
    }

    /// What a path leads to.
    public enum Outcome: Sendable {
        /// A route.
        case found(RouteMatch<Endpoint>)
        /// A path that is there with other methods: all that may be asked, for `Allow`.
        case methodNotAllowed([Method])
        /// No such path.
        case notFound
        /// A path that is refused: a segment is `.` or `..`, or holds an encoded slash, a NUL, a broken
        /// escape or what is not UTF-8.
        case malformed
    }

    /// Finds the route of a request. A `HEAD` without a route of its own is answered by that of `GET`. The
    /// path `*` asks what the server as a whole allows (RFC 9110, section 9.3.7).
    @inlinable public func match(_ method: Method, _ path: Text) -> Outcome {
        switch tree.match(method, path) {
        case .found(let index, let path):
            .found(RouteMatch(endpoint: endpoints[index], shape: shapes[index], path: path))
        case .methodNotAllowed(let methods): .methodNotAllowed(methods)
        case .notFound: .notFound
        case .malformed: .malformed
        }
    }
}
