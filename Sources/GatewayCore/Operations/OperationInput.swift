import HTTPCore
import JSONCore
import Primitives
import UnifiedModel

/// What an operation is given: the request, what the pipeline learnt of it, and the connections there are. One reference,
/// which every stage carries along.
final class OperationInput: Sendable {
    /// The request.
    let request: Request
    /// Its query, decoded.
    let query: QueryParameters
    /// What the path holds for its parameter, decoded; empty when it has none.
    let parameter: Text
    /// What the path holds for its second parameter, decoded; empty when it has none.
    let secondParameter: Text
    /// What the path holds behind its template, as it came, where the template leaves that open.
    let rest: Text
    /// The connections.
    let connections: ConnectionTable
    /// Adds up what the calls for the request take.
    let calls: CallMeter
    /// The key that cursors are signed with.
    let cursorKey: [UInt8]

    init(
        request: Request, query: QueryParameters, parameter: Text, secondParameter: Text, rest: Text,
        connections: ConnectionTable, calls: CallMeter, cursorKey: [UInt8]
    ) {
        self.request = request
        self.query = query
        self.parameter = parameter
        self.secondParameter = secondParameter
        self.rest = rest
        self.connections = connections
        self.calls = calls
        self.cursorKey = cursorKey
    }

    /// The same with another request, query or meter.
    func with(
        request: Request? = nil, query: QueryParameters? = nil, calls: CallMeter? = nil
    ) -> OperationInput {
        OperationInput(
            request: request ?? self.request, query: query ?? self.query, parameter: parameter,
            secondParameter: secondParameter, rest: rest, connections: connections,
            calls: calls ?? self.calls, cursorKey: cursorKey)
    }

    /// The names of query parameters that an operation knows.
    typealias ParameterNames = Set<Text>

    /// Refuses parameters that are not among `names`, and repeated ones.
    func checkParameters(_ names: ParameterNames) throws(Problem) {
        for (index, parameter) in query.all.enumerated() {
            guard names.contains(parameter.name) else {
                throw Problem(
                    .badRequest,
                    "The query parameter '\(parameter.name.string.prefix(64))' is not known here.")
            }
            guard !query.all[..<index].contains(where: { $0.name == parameter.name }) else {
                throw Problem(.badRequest, "The query parameter '\(parameter.name)' is given twice.")
            }
        }
    }

    /// What a cursor belongs to: the path, and every parameter but those that only shape the page.
    var cursorBinding: [UInt8] {
        let parts = query.all.filter { !Self.shapingParameters.contains($0.name) }.map {
            "\($0.name)=\(PercentCoding.encode($0.value))"
        }
        let text = ByteBuffer(capacity: 128)
        text.append(request.path)
        for part in parts.sorted() {
            text.append(UInt8(ascii: "&"))
            text.append(part)
        }
        return text.withBytes { Digest.sha256($0) }
    }

    /// The same without the parameters of that name in the query, which the operation need not know.
    func without(parametersNamed name: Text) -> OperationInput {
        let parts = request.query?.split(at: UInt8(ascii: "&")) ?? []
        let buffer = ByteBuffer(capacity: request.query?.count ?? 0)
        for part in parts where QueryParameters.name(of: part) != name {
            if !buffer.isEmpty { buffer.append(UInt8(ascii: "&")) }
            buffer.append(part)
        }
        var request = request
        request.query = buffer.isEmpty ? nil : buffer.text(0..<buffer.count)
        return with(request: request, query: QueryParameters(request.query))
    }

    /// The parameters that only shape the page.
    private static let shapingParameters: [Text] = ["cursor", "limit", "fields", "raw", "partial"]

    /// A query parameter that is `true` or `false`; false when it is absent.
    func flag(_ name: Text) throws(Problem) -> Bool {
        guard let value = query[name] else { return false }
        if value == "true" as StaticString { return true }
        if value == "false" as StaticString { return false }
        throw Problem(.badRequest, "The query parameter '\(name)' is either true or false.")
    }

    /// The members that `fields=` names, each of which the resource has.
    func selection(of names: [StaticString]) throws(Problem) -> FieldSelection? {
        guard let value = query["fields"] else { return nil }
        let selected = value.elements
        for name in selected where !names.contains(where: { name == $0 }) {
            throw Problem(
                .badRequest, "fields names '\(name.string.prefix(64))', which the resource does not have.")
        }
        guard !selected.isEmpty else { throw Problem(.badRequest, "fields names nothing.") }
        return FieldSelection(selected)
    }

    /// The body as a JSON object.
    func object() throws(Problem) -> JSONObject {
        let type = request.fields["Content-Type"].map { $0.split(at: UInt8(ascii: ";"))[0].trimmed }
        guard let type, Self.mediaTypes.contains(where: { type.equalsIgnoringCase($0) }) else {
            throw Problem(.unsupportedMediaType, "The body is sent as application/json.")
        }
        guard let body = request.body, !body.isEmpty else {
            throw Problem(.badRequest, "The request has no body.")
        }
        let document: JSONDocument
        do {
            document = try JSONDocument.parse(body)
        } catch {
            throw Problem(.badRequest, "The body is not JSON: \(error).")
        }
        guard let object = try? document.root.object() else {
            throw Problem.invalid([FieldFault("", "is an object")])
        }
        return object
    }

    private static let mediaTypes: [Text] = ["application/json", "application/merge-patch+json"]
}
