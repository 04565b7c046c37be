import HTTPCore
import HTTPUpstream
import JSONCore
import Primitives
import Synchronization
import VendorKit

/// Notes the calls that a request would make of vendors, in the place of making them.
///
/// A call is noted where it would begin: before the vendor's health, its quota and its tokens are looked at, none
/// of which a dry run touches. What the call was for ends there, by a problem that nobody is told of.
final class DryRun: Sendable {
    /// The query parameter that asks for one.
    static let parameter: Text = "dry_run"

    /// Why the calls that are known are not all there would be.
    enum Dependency: Sendable {
        /// What is looked up.
        case lookup
        /// A record that is read to be changed.
        case reading
        /// A record that is looked for.
        case search
        /// The first of several calls for the same items.
        case step
    }

    private struct Call {
        let connection: VendorConnection
        let request: UpstreamRequest
    }

    private struct State {
        var calls: [Call] = []
        var dependency: Dependency?
    }

    private let state = Mutex(State())

    /// What a call ends with that was noted and not made.
    static var stop: Problem { Problem(.internalError, "A dry run makes no calls.") }

    /// Whether a call was noted.
    var hasCalls: Bool { state.withLock { !$0.calls.isEmpty } }

    /// Notes a call.
    func note(_ request: UpstreamRequest, of connection: VendorConnection) {
        state.withLock { $0.calls.append(Call(connection: connection, request: request)) }
    }

    /// Says that more calls would follow upon the answers to these.
    func breaksOff(at dependency: Dependency) { state.withLock { $0.dependency = dependency } }

    /// The answer: what was noted, in the order of the connections, as they are asked side by side.
    func answer(_ connections: ConnectionTable) -> Answer {
        let (calls, dependency) = state.withLock { ($0.calls, $0.dependency) }
        let buffer = ByteBuffer(capacity: 1024)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.beginArray("requests")
        for connection in connections.all {
            for call in calls where call.connection === connection {
                Self.write(call.request, of: connection, to: &writer)
            }
        }
        writer.endArray()
        writer.member("depends", dependency.map { Text(stringLiteral: $0.sentence) })
        writer.endObject()
        return .json(.ok, buffer)
    }

    private static func write(
        _ request: UpstreamRequest, of connection: VendorConnection, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("connection", connection.name)
        writer.member("method", request.method.name)
        writer.member("url", request.url)
        writer.beginObject("headers")
        for (index, field) in request.fields.all.enumerated() {
            // A field of several lines is one list (RFC 9110, section 5.3).
            let isNew = !request.fields.all[..<index].contains { $0.name.equalsIgnoringCase(field.name) }
            guard isNew else { continue }
            writer.key(escaping: field.name)
            writer.string(request.fields.values(of: field.name).map(\.string).joined(separator: ", "))
        }
        writer.endObject()
        writer.key("body")
        if let form = request.stream as? any DescribedBody {
            form.describe(to: &writer)
        } else if let body = request.body {
            writer.raw(body)
        } else {
            writer.null()
        }
        writer.endObject()
    }
}

/// A body that is handed on while it comes, and can say in its place what it consists of.
protocol DescribedBody: BodySource {
    /// Writes a JSON value that says so. The body was read to its end.
    func describe(to writer: inout JSONWriter)
}

extension DryRun.Dependency {
    /// What the answer says of it.
    fileprivate var sentence: StaticString {
        switch self {
        case .lookup: "The calls that follow depend on what these look up."
        case .reading: "The change depends on the record that is read first."
        case .search: "More pages are read until the record is found."
        case .step: "Another call follows, which depends on the answer to the first."
        }
    }
}
