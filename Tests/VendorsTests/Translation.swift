import Foundation
import HTTPCore
import JSONCore
import Primitives
import TestSupport
import UnifiedModel
import VendorKit

/// What a test of an adapter needs: an account, fixtures, and records written as apps get them.
enum Translation {
    static let account = Account(
        source: RecordSource(connection: "cxpress", vendor: "cxpress"),
        moment: Timestamp(milliseconds: 1_767_225_600_000), settings: ["domain": "example"])

    static func document(_ fixture: String) throws -> JSONDocument {
        try JSONDocument.parse(Fixture.read(fixture))
    }

    /// A text as a JSON document.
    static func document(text: String) throws -> JSONDocument {
        try JSONDocument.parse(ByteBuffer(text))
    }

    /// Records as an array of JSON objects.
    static func json(_ records: [some UnifiedRecord], of account: Account = account) -> ByteBuffer {
        let buffer = ByteBuffer()
        buffer.append("[" as StaticString)
        for (index, record) in records.enumerated() {
            if index > 0 { buffer.append(",\n" as StaticString) }
            var writer = RecordWriter(JSONWriter(buffer), source: account.source)
            writer.write(record, original: nil)
        }
        buffer.append("]" as StaticString)
        return buffer
    }

    /// The records of a vendor's page, by the stage that asks for it.
    static func records<Record>(_ stage: ListStage<Record>, _ document: JSONDocument) throws -> [Record] {
        try stage.rows(document.root, PageRequest(number: 0, size: 100)).rows.compactMap(stage.record)
            .filter(stage.isWanted)
    }

    /// Whether two texts are the same JSON, numbers and order of members aside.
    static func isSame(_ one: ByteBuffer, _ other: ByteBuffer) throws -> Bool {
        let left = try JSONSerialization.jsonObject(with: Data(one.bytes), options: .fragmentsAllowed)
        let right = try JSONSerialization.jsonObject(with: Data(other.bytes), options: .fragmentsAllowed)
        return (left as? NSObject) == (right as? NSObject)
    }
}

extension VendorRequest {
    /// Path and query.
    var text: String { "\(method.name) " + String(decoding: target, as: UTF8.self) }
}
