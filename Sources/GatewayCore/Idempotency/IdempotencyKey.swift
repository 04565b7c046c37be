import HTTPCore
import Primitives

/// What an app calls one write by, so that sending it again does not do it again: the field `Idempotency-Key`.
struct IdempotencyKey: Hashable, Sendable {
    /// How many characters it may have.
    static let lengths = 1...255

    /// The characters, all of them visible ASCII.
    let characters: [UInt8]

    /// The key that a request carries; nothing when it carries none.
    ///
    /// - Throws: A 400 for a field that is none, or when there are several.
    init?(of fields: Fields) throws(Problem) {
        let values = fields.values(of: "Idempotency-Key")
        guard let value = values.first else { return nil }
        guard values.count == 1 else {
            throw Problem(.badRequest, "The field Idempotency-Key is given \(values.count) times.")
        }
        guard let key = IdempotencyKey(value) else {
            throw Problem(
                .badRequest, "An Idempotency-Key has 1 to 255 visible ASCII characters, quoted or not.")
        }
        self = key
    }

    /// Reads a value: the key as it is, or as a quoted string of RFC 8941.
    init?(_ value: Text) {
        let bytes = value.withBytes(Array.init)
        guard let characters = bytes.first == Self.quote ? Self.unquoted(bytes) : bytes,
            Self.lengths.contains(characters.count), characters.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.characters = characters
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// What stands between the quotes; nothing when the last is not the end, or something else is escaped than may
    /// be.
    private static func unquoted(_ bytes: [UInt8]) -> [UInt8]? {
        var characters: [UInt8] = []
        var index = 1
        while index < bytes.count {
            switch bytes[index] {
            case quote: return index == bytes.count - 1 ? characters : nil
            case backslash:
                index += 1
                guard index < bytes.count, bytes[index] == quote || bytes[index] == backslash else {
                    return nil
                }
                characters.append(bytes[index])
            default: characters.append(bytes[index])
            }
            index += 1
        }
        return nil
    }

    /// What the key of a consumer is found by in a store, which tells neither.
    func place(of consumer: String) -> String {
        var digest = RunningDigest()
        digest.add(length: consumer.utf8.count)
        digest.add(Array(consumer.utf8))
        digest.add(characters)
        return Hexadecimal.text(of: digest.value)
    }
}
