import HTTPCore
import Primitives

/// The paths of a router: a tree in flat arrays, walked without allocation. What a path leads to is a
/// number here, so that no code is shared between kinds of endpoints.
///
/// At each segment a fixed name is tried before a parameter, and a parameter before the rest of the path.
/// What a parameter holds is read off the path after the route is known, so a way that was tried and left
/// leaves nothing behind.
@usableFromInline struct RouteTree: Sendable {
    struct Node: Sendable {
        /// The node's edges in ``edges``, ordered by name.
        var edges: Range<Int32>
        /// The node behind a parameter, or -1.
        var parameter: Int32
        /// The node behind the rest of the path, or -1.
        var rest: Int32
    }

    struct Edge: Sendable {
        let name: Text
        let node: Int32
    }

    private var nodes: [Node] = []
    private var edges: [Edge] = []
    /// For each node the route of each method, or -1.
    private var routeOfMethod: [Int32] = []

    /// The tree that has grown from `root`.
    init(_ root: GrowingNode) { add(root) }

    /// What a path leads to.
    @usableFromInline enum Outcome {
        /// The route of that number.
        case found(Int, RequestPath)
        /// See ``Router/Outcome``.
        case methodNotAllowed([Method])
        case notFound
        case malformed
    }

    /// Finds the route of a request.
    @usableFromInline func match(_ method: Method, _ path: Text) -> Outcome {
        if path == "*" { return .methodNotAllowed(Method.allCases) }
        guard let path = RequestPath(path) else { return .malformed }
        let route = find(method, path, node: 0, depth: 0)
        if route >= 0 { return .found(Int(route), path) }
        var allowed = MethodSet()
        collect(into: &allowed, path, node: 0, depth: 0)
        return allowed.isEmpty ? .notFound : .methodNotAllowed(allowed.methods)
    }

    private func find(_ method: Method, _ path: RequestPath, node: Int32, depth: Int) -> Int32 {
        if depth == path.count { return route(of: method, at: node) }
        guard depth < RouteTemplate.maximumSegments else { return -1 }
        let here = nodes[Int(node)]
        let segment = path.segment(depth)
        if let next = follow(here.edges, segment) {
            let route = find(method, path, node: next, depth: depth + 1)
            if route >= 0 { return route }
        }
        if here.parameter >= 0, !segment.isEmpty {
            let route = find(method, path, node: here.parameter, depth: depth + 1)
            if route >= 0 { return route }
        }
        return here.rest >= 0 ? route(of: method, at: here.rest) : -1
    }

    private func route(of method: Method, at node: Int32) -> Int32 {
        let base = Int(node) * Method.allCases.count
        let own = routeOfMethod[base + Int(method.rawValue)]
        guard own < 0, method == .head else { return own }
        return routeOfMethod[base + Int(Method.get.rawValue)]
    }

    private func collect(into allowed: inout MethodSet, _ path: RequestPath, node: Int32, depth: Int) {
        if depth == path.count { return insert(into: &allowed, node) }
        guard depth < RouteTemplate.maximumSegments else { return }
        let here = nodes[Int(node)]
        let segment = path.segment(depth)
        if let next = follow(here.edges, segment) {
            collect(into: &allowed, path, node: next, depth: depth + 1)
        }
        if here.parameter >= 0, !segment.isEmpty {
            collect(into: &allowed, path, node: here.parameter, depth: depth + 1)
        }
        if here.rest >= 0 { insert(into: &allowed, here.rest) }
    }

    private func insert(into allowed: inout MethodSet, _ node: Int32) {
        for method in Method.allCases where route(of: method, at: node) >= 0 { allowed.insert(method) }
    }

    /// The node behind the edge of that name, by binary search.
    private func follow(_ range: Range<Int32>, _ name: Text) -> Int32? {
        var low = Int(range.lowerBound)
        var high = Int(range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            let order = Self.compare(edges[middle].name, name)
            if order == 0 { return edges[middle].node }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Orders names by length, then by bytes.
    private static func compare(_ left: Text, _ right: Text) -> Int {
        if left.count != right.count { return left.count - right.count }
        return left.withBytes { leftBytes in
            right.withBytes { rightBytes in
                for index in 0..<leftBytes.count where leftBytes[index] != rightBytes[index] {
                    return Int(leftBytes[index]) - Int(rightBytes[index])
                }
                return 0
            }
        }
    }

    /// Lays a tree out behind what is there already; its root comes first.
    @discardableResult private mutating func add(_ growing: GrowingNode) -> Int32 {
        let index = nodes.count
        nodes.append(Node(edges: 0..<0, parameter: -1, rest: -1))
        routeOfMethod += Method.allCases.map { growing.routes[$0].map { Int32($0) } ?? -1 }
        let children = growing.fixed.map { Edge(name: Text($0.key), node: add($0.value)) }
        let parameter = growing.parameter.map { add($0) } ?? -1
        let rest = growing.rest.map { add($0) } ?? -1
        let start = Int32(edges.count)
        edges += children.sorted { Self.compare($0.name, $1.name) < 0 }
        nodes[index] = Node(edges: start..<Int32(edges.count), parameter: parameter, rest: rest)
        return Int32(index)
    }
}

/// A few methods.
struct MethodSet {
    private var bits: UInt8 = 0

    var isEmpty: Bool { bits == 0 }

    mutating func insert(_ method: Method) { bits |= 1 << method.rawValue }

    /// The methods in their order, and `OPTIONS`, which every path answers.
    var methods: [Method] {
        Method.allCases.filter { bits >> $0.rawValue & 1 == 1 || $0 == .options }
    }
}
