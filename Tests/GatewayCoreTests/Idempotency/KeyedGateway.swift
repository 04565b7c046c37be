import HTTPCore
import Primitives
import TestSupport

@testable import GatewayCore
@testable import Stores

/// A company's gateways, one after the other or side by side, on one store and before one vendor.
struct KeyedGateway: Sendable {
    let time: ManualTime
    let store: any Store
    let desk: ContactDesk

    init(time: ManualTime = ManualTime(), store: (any Store)? = nil, desk: ContactDesk = ContactDesk()) {
        self.time = time
        self.store = store ?? MemoryStore(time: time)
        self.desk = desk
    }

    /// A process: a gateway that knows nothing but what is in the store.
    ///
    /// - Parameter owner: Who it is in the store, where another than this process.
    func start(
        owner: (@Sendable () -> LeaseOwner)? = nil, on store: (any Store)? = nil,
        log: any AccessLog = NoAccessLog(), sealedWith key: Configuration.SealingKey? = nil
    ) throws -> GatewayHarness {
        let connection = GatewayHarness.Connection(
            name: "demo", quota: [], stand: { [desk] in await desk.answer($0) }, vendor: "demo",
            credentials: ["token": "planted-token"])
        return try GatewayHarness(
            [connection], time: time, log: log, vendors: [ContactDesk.vendor], store: store ?? self.store,
            adjust: { configuration in
                if let key { configuration.store = .sqlite(path: "unused", key: key) }
                configuration.consumers.append(
                    Configuration.Consumer(
                        name: "other", keyDigest: Digest.sha256(Array("planted-key-other".utf8)),
                        scopes: [.everything]))
            },
            adjustParts: { parts in if let owner { parts.owner = owner } })
    }

    /// Owners of a process that is known to have ended.
    static let ended: @Sendable () -> LeaseOwner = {
        guard let current = ProcessIdentity.current else { return LeaseOwner() }
        var bytes = current.bytes
        bytes[ProcessIdentity.length - 1] ^= 0x01
        return LeaseOwner((0..<16).map { _ in UInt8.random(in: .min ... .max) }, ProcessIdentity(bytes))
    }
}

extension GatewayHarness {
    /// Makes a contact, with a key.
    func create(
        _ email: String = "ana@example.net", key: String? = "k-1", consumer: String = "planted-key-all",
        name: String? = nil, target: String = "/v1/contacts"
    ) async -> Answer {
        let given = name.map { ", \"given_name\": \"\($0)\"" } ?? ""
        let fields: [(Text, Text)] = key.map { [("Idempotency-Key" as Text, Text($0))] } ?? []
        return await send(
            .post, target, body: "{\"emails\": [\"\(email)\"]\(given)}", key: consumer, fields: fields)
    }

    /// Changes a contact, with a key; no vendor can be asked whether that took effect.
    func change(_ email: String = "ana@example.net", key: String = "k-1") async -> Answer {
        await send(
            .patch, "/v1/contacts/demo:1", body: "{\"emails\": [\"\(email)\"]}",
            fields: [("Idempotency-Key", Text(key))])
    }
}

extension GatewayHarness.Answer {
    /// Whether it says that it was given before.
    var isReplayed: Bool { fields["Idempotent-Replayed"] == "true" as Text? }
}
