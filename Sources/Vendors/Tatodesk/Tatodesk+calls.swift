import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// A call that only reads. Every call is a POST.
    static func reading(
        _ path: StaticString, host: HostName = .api, _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> VendorRequest {
        var request = VendorRequest(.post, .plain(path), host: host)
        request.isRead = true
        try request.json(write)
        return request
    }

    /// A call that reads one record. The document shows no refusal; one with these words says that there is
    /// none.
    static func readingOne(
        _ path: StaticString, host: HostName = .api, _ write: (inout JSONWriter) -> Void
    ) -> VendorRequest {
        var request = reading(path, host: host, write)
        request.wordsOfAbsence = "not found"
        return request
    }

    /// A stage of one call that gives everything at once.
    static func whole<Record>(
        _ request: VendorRequest, rows name: StaticString, or other: StaticString? = nil,
        _ record: @escaping @Sendable (inout JSONObject) throws -> Record
    ) -> ListStage<Record> {
        ListStage(
            request: { _ in request },
            rows: { answer, _ in
                let rows = try rows(of: answer, name, or: other)
                return RowPage(rows: rows, total: rows.count, hasMore: false)
            },
            record: { value in
                var row = try value.object()
                let isDeleted = flag(row.optionalValue("isDeleted") ?? row.optionalValue("isDelete"))
                return isDeleted == true ? nil : try record(&row)
            })
    }

    /// The rows of an answer; `null` stands for none.
    static func rows(
        of answer: JSONValue, _ name: StaticString, or other: StaticString? = nil
    ) throws -> JSONArray {
        var fields = try answer.object()
        guard let value = fields.find(name) ?? other.flatMap({ fields.find($0) }) else {
            throw VendorFailure(.malformed, message: "The vendor's answer has no \(name).")
        }
        return value.isNull ? try JSONDocument.parse(ByteBuffer("[]")).root.array() : try value.array()
    }

    /// 1 is yes, 2 is no.
    static func flag(_ value: JSONValue?) -> Bool? {
        guard let text = try? value?.optionalScalarText() else { return nil }
        return text == "1" as Text ? true : text == "2" as Text ? false : nil
    }

    /// An id that a filter names, as the number that it is at Tatodesk.
    static func numeric(_ id: Text, _ filter: FilterName) throws -> Text {
        guard isNumber(id) else {
            throw VendorFailure(.notFound, message: "\(filter.rawValue) leads nowhere.")
        }
        return id
    }

    /// Whether an id can be one of Tatodesk's numbers.
    static func isNumber(_ id: Text) -> Bool {
        (1...18).contains(id.count) && id.withBytes { $0.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } }
            && (id.count == 1 || id[0] != UInt8(ascii: "0"))
    }

    /// What is wrong with ids of a draft that are no numbers.
    static func faults(ofIDs ids: [(pointer: String, id: Text?)]) -> [FieldFault] {
        ids.filter { $0.id.map { !isNumber($0) } ?? false }
            .map { FieldFault($0.pointer, "is a number at Tatodesk") }
    }

    /// The same for a list of ids.
    static func faults(ofIDs ids: [Text], at pointer: String) -> [FieldFault] {
        faults(ofIDs: ids.enumerated().map { ("\(pointer)/\($0.offset)", $0.element) })
    }
}

extension JSONWriter {
    /// Writes an id that was found to be a number as one, if there is one.
    mutating func number(_ name: StaticString, _ id: Text?) {
        guard let id else { return }
        key(name)
        raw(id)
    }

    /// Writes ids that were found to be numbers as such.
    mutating func numbers(_ name: StaticString, _ ids: [Text]) {
        key(name)
        beginArray()
        for id in ids { raw(id) }
        endArray()
    }
}

extension JSONObject {
    /// A moment in true UTC.
    mutating func moment(_ name: StaticString) throws -> Timestamp? {
        try optionalText(name).flatMap { Timestamp(iso8601: $0) }
    }

    /// A reference to what the vendor names by a number.
    mutating func reference(_ id: StaticString, _ name: StaticString) throws -> Reference? {
        Reference(remoteID: try optionalScalarText(id), name: try optionalText(name))
    }

    /// A text, or nothing where it is empty.
    mutating func filledText(_ name: StaticString) throws -> Text? {
        try optionalText(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
