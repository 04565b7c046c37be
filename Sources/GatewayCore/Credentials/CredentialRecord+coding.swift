import JSONCore
import Primitives
import VendorKit

/// A record as bytes: a JSON object whose `v` says which shape it has.
extension CredentialRecord {
    /// The shape written here.
    static let version: Int64 = 1
    /// The most fingerprints that a record may have.
    static let maximumOrigins = 8

    /// Bytes that are no record of a shape known here.
    struct Damaged: Error {}

    /// The record as bytes.
    var encoded: [UInt8] {
        let buffer = ByteBuffer(capacity: 1024)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.member("v", Self.version)
        writer.key("origins")
        writer.beginArray()
        for origin in origins { writer.string(Text(Hexadecimal.text(of: origin))) }
        writer.endArray()
        writer.member("token", pair.token)
        writer.member("refresh_token", pair.refreshToken)
        writer.member("issued_at", issued?.milliseconds)
        writer.member("expires_at", expiry?.milliseconds)
        switch phase {
        case .settled: writer.member("phase", "settled" as StaticString)
        case .exchanging(let since, let owner):
            writer.member("phase", "exchanging" as StaticString)
            writer.member("since", since.milliseconds)
            writer.member("owner", Text(Hexadecimal.text(of: owner)))
        case .expired(let reason):
            writer.member("phase", "expired" as StaticString)
            writer.member("reason", reason.rawValue)
        }
        writer.endObject()
        return buffer.bytes
    }

    /// Reads what ``encoded`` wrote.
    init(decoding bytes: [UInt8]) throws(Damaged) {
        do {
            try self.init(reading: JSONDocument.parse(ByteBuffer(bytes)).root)
        } catch {
            throw Damaged()
        }
    }

    private init(reading value: JSONValue) throws {
        var fields = try value.object()
        guard try fields.integer("v") == Self.version else { throw Damaged() }
        var origins: [[UInt8]] = []
        for origin in try fields.array("origins") {
            guard let bytes = Hexadecimal.bytes(of: try origin.string()), bytes.count == Digest.length,
                origins.count < Self.maximumOrigins
            else { throw Damaged() }
            origins.append(bytes)
        }
        let pair = TokenPair(
            token: try fields.text("token"), refreshToken: try fields.text("refresh_token"))
        guard !origins.isEmpty, !pair.token.isEmpty, !pair.refreshToken.isEmpty else { throw Damaged() }
        self.init(given: pair, origins: origins)
        issued = try fields.optionalInteger("issued_at").map { Timestamp(milliseconds: $0) }
        expiry = try fields.optionalInteger("expires_at").map { Timestamp(milliseconds: $0) }
        phase = try Phase(reading: &fields)
    }
}

extension CredentialRecord.Phase {
    fileprivate init(reading fields: inout JSONObject) throws {
        switch try fields.text("phase").string {
        case "settled": self = .settled
        case "exchanging":
            let since = Timestamp(milliseconds: try fields.integer("since"))
            guard let owner = Hexadecimal.bytes(of: try fields.text("owner")) else {
                throw CredentialRecord.Damaged()
            }
            self = .exchanging(since: since, owner: owner)
        case "expired":
            guard let reason = ExpiryReason(rawValue: try fields.text("reason").string) else {
                throw CredentialRecord.Damaged()
            }
            self = .expired(reason)
        default: throw CredentialRecord.Damaged()
        }
    }
}
