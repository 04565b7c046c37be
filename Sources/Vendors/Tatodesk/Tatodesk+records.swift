import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Records of the objects that a company defines in the CRM.
///
/// The document shows the answers and no request. Its prose names two members, `apiName` for the object and `ID`
/// for the record; the fields go under the name that the answers have them under, `dataObject`.
extension Tatodesk {
    static let listRecords = ListEndpoint<ObjectRecord, RecordFilters>(
        filters: [], lookups: { _ in [] }
    ) { query, _, _ in
        let object = query.filters.object
        let columns = Columns()
        let stage = ListStage<ObjectRecord>(
            request: { page in
                var request = VendorRequest(.post, "/crm/v1/listObject", host: .secondAPI)
                request.wordsOfAbsence = "not found"
                request.isRead = true
                request.json { writer in
                    writer.member("apiName", object)
                    writer.member("page", page.number)
                    writer.member("limit", page.size)
                }
                return request
            },
            rows: { answer, page in
                guard var fields = try? answer.object(), var data = try? fields.object("dataObject"),
                    let rows = try? data.array("tableData")
                else { throw VendorFailure(.malformed, message: "The answer has no dataObject.tableData.") }
                try columns.keep { try Self.columns(try data.optionalArray("tableColumns")) }
                return rowPage(rows, &fields, page)
            },
            record: { try record($0, of: object) })
        var plan = ListPlan([stage])
        plan.columns = columns
        return plan
    }

    static let createRecord = CreateEndpoint<RecordDraft, ObjectRecord>(
        writable: RecordDraft.memberNames,
        request: { draft, _, _ in
            var request = VendorRequest(.post, "/crm/v1/insertObject", host: .secondAPI)
            request.wordsOfAbsence = "not found"
            request.json { writer in
                writer.member("apiName", draft.object)
                write(draft.fields, to: &writer)
            }
            return request
        },
        record: { answer, draft in
            guard var fields = try? answer.object(), let data = fields.optionalValue("dataObject") else {
                throw VendorFailure(.malformed, message: "The answer has no dataObject.")
            }
            var record = try record(data, of: draft.object)
            // What the answer leaves out is as it was written.
            let named = Set(record.fields.map(\.name))
            record.fields += draft.fields.filter { !named.contains($0.name) }
            return record
        })

    static let updateRecord = UpdateEndpoint<RecordDraft, ObjectRecord>(
        writable: RecordDraft.memberNames,
        request: { change, _ in
            var request = VendorRequest(.post, "/crm/v1/updateObject", host: .secondAPI)
            request.wordsOfAbsence = "not found"
            request.json { writer in
                writer.member("apiName", change.draft.object)
                writer.member("ID", change.remoteID)
                write(change.draft.fields, to: &writer)
            }
            return request
        },
        record: { _, change in
            var record = ObjectRecord(remoteID: change.remoteID, object: change.draft.object)
            record.fields = change.draft.fields
            return record
        })

    static let deleteRecord = RecordCommandEndpoint(
        request: { address, _ in
            var request = VendorRequest(.post, "/crm/v1/deleteObject", host: .secondAPI)
            request.wordsOfAbsence = "not found"
            request.json { writer in
                writer.member("apiName", address.object)
                writer.member("ID", address.remoteID)
            }
            return request
        })

    private static func write(_ fields: [NamedValue], to writer: inout JSONWriter) {
        writer.beginObject("dataObject")
        for field in fields {
            writer.key(escaping: field.name)
            field.value.write(to: &writer)
        }
        writer.endObject()
    }

    /// A record of a row: what is the vendor's own in it, and the columns.
    private static func record(_ value: JSONValue, of object: Text) throws -> ObjectRecord {
        let row = try value.object()
        var record = ObjectRecord(remoteID: nil, object: object)
        for member in row {
            switch member.key.string {
            case "id", "ID": record.remoteID = try member.value.optionalScalarText()
            case "createdAt": record.createdAt = moment(member.value)
            case "updatedAt": record.updatedAt = moment(member.value)
            case "accountID": break
            default: record.fields.append(NamedValue(member.key, FieldValue(member.value)))
            }
        }
        return record
    }

    private static func moment(_ value: JSONValue) -> Timestamp? {
        (try? value.string()).flatMap { Timestamp(iso8601: $0) }
    }

    /// The columns, copied: they outlive the page.
    private static func columns(_ rows: JSONArray?) throws -> [RecordColumn] {
        guard let rows else { return [] }
        return try rows.compactMap { row in
            var fields = try row.object()
            guard let name = try fields.optionalText("name") else { return nil }
            let choices: [RecordColumn.Choice] =
                try fields.optionalArray("values").map { values in
                    try values.compactMap { value in
                        var choice = try value.object()
                        guard let name = try choice.optionalScalarText("name") else { return nil }
                        return RecordColumn.Choice(
                            name: name.copy, color: try choice.optionalText("color").map(\.copy))
                    }
                } ?? []
            return RecordColumn(
                name: name.copy, type: try fields.optionalText("type").map(\.copy), choices: choices)
        }
    }
}

extension Text {
    /// The same bytes, held by nothing else.
    fileprivate var copy: Text { Text(string) }
}
