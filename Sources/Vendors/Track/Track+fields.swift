import JSONCore
import Primitives
import UnifiedModel

/// Fields that are the company's own, and columns that the document does not name.
extension Track {
    /// The fields of a list of attributes. The document calls it a list and shows none: read are
    /// `{"name", "value"}` as in its webhook, an object of all, and plain texts, which are named by their place.
    static func fields(_ value: JSONValue?) -> [NamedValue] {
        guard let value else { return [] }
        if let object = try? value.object() { return members(object) }
        guard let array = try? value.array() else { return [] }
        var fields: [NamedValue] = []
        for (index, element) in array.enumerated() {
            guard var object = try? element.object() else {
                if !element.isNull { fields.append(NamedValue(Text(decimal: index), FieldValue(element))) }
                continue
            }
            if let name = try? object.optionalText("name"), let value = object.find("value") {
                fields.append(NamedValue(name, FieldValue(value)))
            } else {
                fields += members(object)
            }
        }
        return fields
    }

    private static func members(_ object: JSONObject) -> [NamedValue] {
        object.map { NamedValue($0.key, FieldValue($0.value)) }
    }

    /// The members of a row whose names are not among the known ones.
    static func unknown(in object: JSONObject, besides known: [StaticString]) -> [NamedValue] {
        var fields: [NamedValue] = []
        for member in object where !known.contains(where: { member.key == $0 }) {
            fields.append(NamedValue(member.key, FieldValue(member.value)))
        }
        return fields
    }

    /// How a survey goes to people, by Track's word or number. The document names one number, 11; any other
    /// stays as it is.
    static func channel(_ value: Text?) -> Text? {
        guard let value, !value.isEmpty else { return nil }
        switch value.string {
        case "email": return "email"
        case "smslink", "sms": return "sms_link"
        case "whatsapp": return "whatsapp"
        case "link": return "link"
        case "qrcode": return "qrcode"
        case "linklist": return "link_list"
        case "11": return "api"
        default: return value
        }
    }
}
