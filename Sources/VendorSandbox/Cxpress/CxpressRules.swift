/// Rules that contacts and tickets share, and the formats of their fields.
extension CxpressData {
    /// Refuses custom fields of another entity, and values that break their field's rules.
    func check(
        _ values: [CxpressFieldValue], of entity: CxpressEntity, refusal: (String) -> CxpressRefusal
    ) throws(CxpressRefusal) {
        for value in values {
            guard let field = customFields[value.fieldID] else {
                throw refusal("Custom field \(value.fieldID) does not exist.")
            }
            guard field.entity == entity else {
                throw refusal("Custom field \(field.name) does not belong to this entity.")
            }
            for text in value.values {
                guard field.sizes.contains(text.count) else {
                    throw refusal(
                        "Custom field \(field.name) must have \(field.sizes.lowerBound) to "
                            + "\(field.sizes.upperBound) characters.")
                }
                guard field.dataType.allows(text) else {
                    throw refusal("Custom field \(field.name) has characters that its type does not allow.")
                }
            }
        }
    }

    /// Refuses tags that do not exist or are not active.
    func check(
        tags ids: [String], among tags: KeyedRows<CxpressTag>, refusal: (String) -> CxpressRefusal
    ) throws(CxpressRefusal) {
        for id in ids {
            guard let tag = tags[id] else { throw refusal("Tag \(id) does not exist.") }
            guard tag.isActive else { throw refusal("Tag \(id) is not active.") }
        }
    }

    /// Whether it is country code, area code and number: 8 to 15 digits (ITU-T E.164), no sign, no space.
    static func isPhoneNumber(_ value: String) -> Bool {
        (8...15).contains(value.utf8.count) && value.utf8.first != 0x30
            && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether it looks like an e-mail address: something, `@`, and a domain of two or more labels.
    static func isEmailAddress(_ value: String) -> Bool {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !value.contains(where: \.isWhitespace) else {
            return false
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
    }
}
