import HTTPCore
import HTTPServer
import Primitives
import TestSupport
import Testing

/// The router against a list of routes that is searched from end to end.
@Suite struct RouterPropertyTests {
    /// What a route is, kept naively.
    struct Route {
        let method: Method
        let segments: [String]

        var template: String { "/" + segments.joined(separator: "/") }

        /// How the route takes each segment: the smaller, the earlier it is tried.
        var rank: [Int] { segments.map { !$0.hasPrefix("{") ? 0 : $0.hasSuffix("...}") ? 2 : 1 } }

        func matches(_ path: [String]) -> [String]? {
            var parameters: [String] = []
            for (index, segment) in segments.enumerated() {
                guard index < path.count else { return nil }
                if segment.hasSuffix("...}") {
                    return parameters + [path[index...].joined(separator: "/")]
                } else if segment.hasPrefix("{") {
                    guard !path[index].isEmpty else { return nil }
                    parameters.append(path[index])
                } else if segment != path[index] {
                    return nil
                }
            }
            return segments.count == path.count ? parameters : nil
        }
    }

    private static func randomRoutes(_ generator: inout SeededGenerator) -> [Route] {
        (0..<Int.random(in: 1...25, using: &generator)).map { _ in
            let count = Int.random(in: 1...5, using: &generator)
            let segments = (0..<count).map { index in
                switch Int.random(in: 0..<8, using: &generator) {
                case 0, 1, 2: "{p\(index)}"
                case 3 where index == count - 1: "{r...}"
                default: ["a", "b", "ab"].randomElement(using: &generator) ?? "a"
                }
            }
            let method = [Method.get, .post, .head].randomElement(using: &generator) ?? .get
            return Route(method: method, segments: segments)
        }
    }

    private static func expected(_ routes: [Route], _ method: Method, _ path: [String]) -> String {
        let fitting = routes.filter { $0.matches(path) != nil }
        let own = fitting.filter { $0.method == method || (method == .head && $0.method == .get) }
        let best = own.min { left, right in
            left.rank == right.rank
                ? left.method == .head && right.method == .get
                : left.rank.lexicographicallyPrecedes(right.rank)
        }
        if let best, let parameters = best.matches(path) {
            return "\(best.method.name) \(best.template) \(parameters)"
        }
        return fitting.isEmpty ? "404" : "405"
    }

    @Test(arguments: 0..<200)
    func agreesWithANaiveModel(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var builder = RouterBuilder<String>()
        var routes: [Route] = []
        for route in Self.randomRoutes(&generator) {
            let added: Void? = try? builder.add(
                route.method,
                route.template,
                "\(route.method.name) \(route.template)"
            )
            if added != nil { routes.append(route) }
        }
        let router = builder.freeze()
        for _ in 0..<200 {
            let count = Int.random(in: 1...6, using: &generator)
            let path = (0..<count).map { _ in
                ["a", "b", "ab", "c", ""].randomElement(using: &generator) ?? ""
            }
            let method = [Method.get, .post, .head].randomElement(using: &generator) ?? .get
            let text = "/" + path.joined(separator: "/")
            let found =
                switch router.match(method, Text(text)) {
                case .found(let match): "\(match.endpoint) \(match.parameters.map(\.value.string))"
                case .methodNotAllowed: "405"
                case .notFound: "404"
                case .malformed: "400"
                }
            #expect(
                found == Self.expected(routes, method, path),
                "seed \(seed), \(method.name) \(text) in \(routes.map { "\($0.method.name) \($0.template)" })"
            )
        }
    }
}
