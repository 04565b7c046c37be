import JSONCore
import Primitives

/// An object of the CRM with its records.
struct TatodeskObject: Sendable {
    let tableName: String
    let columns: [Column]
    var records: [Record] = []

    /// A column.
    struct Column: Sendable {
        let name: String
        let type: String
        var isRequired = false
        var values: [(name: String, color: String)] = []
    }

    /// A record; the fields are JSON.
    struct Record: Sendable {
        let id: String
        let createdAt: Timestamp
        var updatedAt: Timestamp
        var fields: [(name: String, json: String)]

        func write(to writer: inout JSONWriter) {
            writer.member("accountID", 1)
            writer.member("createdAt", createdAt)
            writer.member("updatedAt", updatedAt)
            writer.member("id", id)
            for field in fields {
                writer.key(escaping: Text(field.name))
                writer.raw(Text(field.json))
            }
        }
    }

    /// The objects that an account begins with, by their names: the document's, and one without columns to
    /// choose from.
    static func seed(before moment: Timestamp, _ random: inout DeterministicRandom) -> [String:
        TatodeskObject]
    {
        var sales = TatodeskObject(
            tableName: "Sales",
            columns: [
                Column(name: "Product", type: "text", isRequired: true),
                Column(name: "Value", type: "numeric"),
                Column(name: "Date", type: "timestamp"),
                Column(
                    name: "Status", type: "type",
                    values: [("Processing", "#e70d0d"), ("Paid", "#504e4e"), ("Delivered", "#14e117")]),
                Column(name: "User", type: "integer"),
            ])
        for index in 0..<120 {
            let made = Timestamp(milliseconds: moment.milliseconds - Int64(120 - index) * 7_200_000)
            sales.records.append(
                Record(
                    id: random.uuid(), createdAt: made, updatedAt: made,
                    fields: [
                        ("Product", "\"Produto \(index)\""), ("Value", "\(random.integer(in: 100...9999)).5"),
                        ("Date", "\"\(made)\""),
                        ("Status", "\"\(random.element(of: ["Processing", "Paid", "Delivered"]))\""),
                        ("User", "\(random.integer(in: 24...26))"),
                    ]))
        }
        return [
            "Sales": sales,
            "Customers": TatodeskObject(
                tableName: "Customers",
                columns: [
                    Column(name: "Name", type: "text", isRequired: true), Column(name: "Email", type: "text"),
                ]),
        ]
    }

    func writeColumns(to writer: inout JSONWriter) {
        writer.objects("tableColumns", columns) { writer, column in
            writer.member("name", column.name)
            writer.member("type", column.type)
            if column.values.isEmpty { return writer.nullMember("values") }
            writer.objects("values", column.values) { writer, value in
                writer.member("name", value.name)
                writer.member("color", value.color)
            }
        }
    }

    /// What is wrong with fields, if anything: a column there is none of, a required one left out.
    func check(_ fields: [(name: String, json: String)], isWhole: Bool) throws(TatodeskRefusal) {
        for field in fields {
            guard let column = columns.first(where: { $0.name == field.name }) else {
                throw .invalid("Column \(field.name) does not exist")
            }
            let isChoice = column.values.isEmpty || column.values.contains { "\"\($0.name)\"" == field.json }
            guard isChoice || field.json == "null" else { throw .invalid("\(field.name) is invalid") }
        }
        for column in columns where column.isRequired {
            let given = fields.first { $0.name == column.name }
            if given.map({ $0.json == "null" || $0.json == "\"\"" }) ?? isWhole {
                throw .invalid("\(column.name) is required")
            }
        }
    }
}
