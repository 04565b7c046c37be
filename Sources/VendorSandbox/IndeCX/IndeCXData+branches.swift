import HTTPCore
import JSONCore
import Primitives

/// The calls about branches.
extension IndeCXData {
    /// `POST /branches`. The answer leaves the further fields out.
    mutating func createBranch(_ body: IndeCXBody, at now: Timestamp) throws(IndeCXRefusal) -> Response {
        let name = try body.required("corporate_name")
        let kind = try body.required("type")
        var fields: [IndeCXField] = []
        for field in body.bodies("secondary_fields") ?? [] {
            fields.append(IndeCXField(key: try field.required("key"), value: field.string("value") ?? ""))
        }
        let branch = IndeCXBranch(id: newID(at: now), name: name, kind: kind, fields: fields)
        branches.append(branch)
        return .json { writer in
            writer.member("_id", branch.id)
            writer.member("active", true)
            writer.member("corporate_name", branch.name)
            writer.member("type", branch.kind)
        }
    }

    /// `GET /branches`: all at once, each field a member of its row.
    func listBranches() -> Response {
        .jsonArray(capacity: 16 * 1024, branches) { writer, branch in
            writer.member("_id", branch.id)
            writer.member("corporate_name", branch.name)
            writer.member("type", branch.kind)
            for field in branch.fields {
                writer.key(escaping: Text(field.key))
                writer.string(field.value)
            }
        }
    }
}
