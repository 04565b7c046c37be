public import Primitives
public import Stores
import VendorKit
import YAMLCore

/// New credentials for one connection, given by an operator, on their way into the store.
public struct CredentialUpdate: Sendable {
    /// The longest text that credentials are read from, in bytes.
    public static let maximumText = 64 << 10

    private let connection: Configuration.Connection
    private let scheme: RotatingCredentials
    private let pair: TokenPair
    private let sealingKey: Configuration.SealingKey?

    /// Reads new credentials for a connection: a mapping of the two tokens by their settings' names, as YAML
    /// or JSON.
    ///
    /// - Throws: ``CredentialRefusal``, in words that repeat nothing of the text.
    public init(
        _ text: ByteBuffer, for name: String, in configuration: Configuration, vendors: VendorList
    ) throws(CredentialRefusal) {
        guard let connection = configuration.connections.first(where: { $0.name == name }) else {
            let names = configuration.connections.map(\.name).joined(separator: ", ")
            throw CredentialRefusal("There is no connection of that name; there are \(names).")
        }
        guard let vendor = vendors[connection.vendor] else {
            throw CredentialRefusal("There is no vendor named '\(connection.vendor)'.")
        }
        guard case .rotating(let scheme) = vendor.credentials else {
            throw CredentialRefusal(
                "The credentials of '\(name)' last, and stand in the configuration: change them there, then "
                    + "send the gateway SIGHUP.")
        }
        self.connection = connection
        self.scheme = scheme
        sealingKey = configuration.store.key
        pair = try Self.pair(text, scheme, vendor)
    }

    private static func pair(
        _ text: ByteBuffer, _ scheme: RotatingCredentials, _ vendor: Vendor
    ) throws(CredentialRefusal) -> TokenPair {
        let entries = try Self.entries(text)
        let wanted = ["\(scheme.tokenSetting)", "\(scheme.refreshTokenSetting)"]
        for (key, _) in entries where !wanted.contains(key) {
            let isPlain = vendor.settings.contains { "\($0.name)" == key }
            throw CredentialRefusal(
                isPlain
                    ? "'\(key)' stands in the configuration: change it there, then send the gateway SIGHUP."
                    : "The vendor has no credential of a name that was given; it wants "
                        + "\(wanted.joined(separator: " and ")).")
        }
        var texts: [Text] = []
        for key in wanted {
            let values = entries.filter { $0.key == key }.map(\.value)
            guard values.count == 1, !values[0].isEmpty,
                !values[0].utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
            else { throw CredentialRefusal("'\(key)' is wanted, once, as text on one line.") }
            texts.append(Text(values[0]))
        }
        return TokenPair(token: texts[0], refreshToken: texts[1])
    }

    private static func entries(
        _ text: ByteBuffer
    ) throws(CredentialRefusal) -> [(key: String, value: String)] {
        let wanted = CredentialRefusal("A mapping of credentials is wanted, as YAML or JSON.")
        guard let document = try? YAMLDocument(parsing: text, limits: YAMLLimits(bytes: maximumText)),
            case .mapping(let entries) = document.root.content
        else { throw wanted }
        var read: [(key: String, value: String)] = []
        for entry in entries {
            guard let scalar = entry.value.scalar, !entry.value.isNull else { throw wanted }
            read.append((entry.key, scalar.text))
        }
        return read
    }

    /// Puts the credentials into the store, in the place of what it keeps of the connection.
    ///
    /// - Throws: ``CredentialRefusal`` when the store does not take them.
    public func write(to store: any Store) async throws(CredentialRefusal) {
        let seal = Seal(key: sealingKey)
        let vault = CredentialVault(store, seal: seal, connection: connection.name)
        let origins = [connection.pair(scheme), pair].map {
            CredentialRecord.fingerprint(of: $0, connection: connection.name)
        }
        let record = CredentialRecord(given: pair, origins: origins)
        for _ in 0..<RotatingTokens.maximumConflicts {
            let version: RecordVersion?
            switch await vault.read() {
            case .nothing: version = nil
            case .record(_, let found), .unreadable(_, let found): version = found
            case .failed(let error): throw CredentialRefusal("\(error)")
            }
            switch await vault.write(record, expecting: version) {
            case .saved: return
            case .conflict: continue
            case .failed(let error): throw CredentialRefusal("\(error)")
            }
        }
        throw CredentialRefusal("The gateway renews the credentials at this moment; try again.")
    }
}

/// Why credentials are not taken. Its description repeats nothing of them.
public struct CredentialRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, in a sentence.
    public let description: String

    init(_ description: String) { self.description = description }
}
