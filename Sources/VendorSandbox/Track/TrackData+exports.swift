import HTTPCore
import JSONCore
import Primitives

/// Exports.
extension TrackData {
    /// `POST …/exports/{resource}`. The answer is a status of 200 and nothing else.
    mutating func createExport(
        _ resource: String, _ document: JSONDocument?, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        let resource = try Self.resource(resource)
        if let document {
            var body = try TrackBody(document.root)
            _ = try body.bool("with_quotes")
            for name: StaticString in ["answer_status", "dealt_status"] {
                guard let status = try body.integer(name) else { continue }
                guard (1...3).contains(status) else { throw body.refusal(name, "must be 1, 2 or 3") }
            }
            try check(
                surveyHash: body.string("survey_hash"), distributionHash: body.string("distribution_hash"))
            if let loop = try body.string("loop_uuid"), !TrackConfiguration.loops.contains(loop) {
                throw .notFound("Loop")
            }
        }
        exports.append(
            TrackExport(
                uuid: random.uuid(), resource: resource, name: "\(resource.name)-\(exports.count + 1)",
                createdAt: Timestamp(seconds: now.seconds)))
        return Response(.ok)
    }

    /// `GET …/exports/{resource}`, the newest first; without a resource those of all. A file is there when
    /// the work is done. The document shows neither the words of the status nor the form of the moment.
    func listExports(
        _ resource: String?, duration: Duration, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        var wanted: TrackResource?
        if let resource { wanted = try Self.resource(resource) }
        let rows = exports.reversed().filter { wanted == nil || $0.resource == wanted }
        return .json(capacity: 8192) { writer in
            writer.object("data") { writer in
                writer.objects("exports", rows) { writer, export in
                    let age = now.milliseconds - export.createdAt.milliseconds
                    let isDone = age >= duration.nanoseconds / 1_000_000
                    writer.member("uuid", export.uuid)
                    writer.member("name", export.name)
                    writer.member("status", isDone ? "done" : "processing")
                    writer.member(
                        "csv_url", isDone ? "https://files.example.com/\(export.uuid).csv" : String?.none)
                    writer.member("created_at", export.createdAt.seconds)
                }
            }
        }
    }

    private static func resource(_ text: String) throws(TrackRefusal) -> TrackResource {
        guard let resource = Int(text).flatMap(TrackResource.init(rawValue:)) else {
            throw .notFound("Resource")
        }
        return resource
    }
}
