import Foundation
import Primitives
import Testing
import YAMLCore

/// The OpenAPI document as the tests walk it.
struct Contract {
    private let root: YAMLNode

    /// Reads the repository's document, found by where this file stands.
    init() throws {
        let repository = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = repository.appendingPathComponent("openapi/openapi.yaml")
        root = try YAMLDocument(parsing: ByteBuffer(try Data(contentsOf: file))).root
    }

    /// One operation and what its path says for it.
    struct Operation {
        /// The method, in capitals.
        let method: String
        /// The path, with `{name}` for a parameter.
        let path: String
        /// The operation itself.
        let node: YAMLNode
        /// Its own parameters and the path's, references followed.
        let parameters: [YAMLNode]

        /// Its name.
        var id: String? { node["operationId"]?.text }

        /// The names of the query parameters, in the document's order.
        var queryParameters: [String] {
            parameters.filter { $0["in"]?.text == "query" }.compactMap { $0["name"]?.text }
        }

        /// The parameter of that name.
        func parameter(_ name: String) -> YAMLNode? { parameters.first { $0["name"]?.text == name } }
    }

    /// Every operation.
    var operations: [Operation] {
        let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        return (root["paths"]?.entries ?? []).flatMap { path in
            let shared = path.value["parameters"]?.items ?? []
            return path.value.entries.filter { methods.contains($0.key) }.map { entry in
                Operation(
                    method: entry.key.uppercased(), path: path.key, node: entry.value,
                    parameters: (shared + (entry.value["parameters"]?.items ?? [])).map(resolve))
            }
        }
    }

    /// The operation of that name.
    func operation(_ id: String) throws -> Operation { try #require(operations.first { $0.id == id }) }

    /// The schema of that name.
    func schema(_ name: String) throws -> YAMLNode {
        try #require(root["components"]?["schemas"]?[name], "there is no schema \(name)")
    }

    /// The values of every example among the components.
    var examples: [YAMLNode] {
        (root["components"]?["examples"]?.entries ?? []).compactMap { $0.value["value"] }
    }

    /// Every list of words under an `enum` anywhere.
    var vocabularies: [[String]] { vocabularies(below: root) }

    private func vocabularies(below node: YAMLNode) -> [[String]] {
        let own = node["enum"].map { [$0.words] } ?? []
        return own + (node.entries.map(\.value) + node.items).flatMap(vocabularies)
    }

    /// What a node is once its reference is followed.
    func resolve(_ node: YAMLNode) -> YAMLNode {
        guard let reference = node["$ref"]?.text else { return node }
        let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
        return target.map(resolve) ?? node
    }
}

extension YAMLNode {
    /// The text of a scalar.
    var text: String? { scalar?.text }

    /// The entries of a mapping.
    var entries: [YAMLEntry] { if case .mapping(let entries) = content { entries } else { [] } }

    /// The items of a sequence.
    var items: [YAMLNode] { if case .sequence(let items) = content { items } else { [] } }

    /// The texts of a sequence of scalars, `null` left out.
    var words: [String] { items.filter { !$0.isNull }.compactMap(\.text) }

    /// The keys of a mapping.
    var keys: [String] { entries.map(\.key) }
}
