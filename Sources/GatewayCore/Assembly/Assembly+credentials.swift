import Primitives
import VendorKit

extension Gateway.Assembly {
    /// Looks up what the store keeps of the connections' quotas and credentials. To be called before the first
    /// request, so that what an operator has to know is said from the start.
    ///
    /// - Throws: ``AssemblyFault`` when they are sealed with a key other than the configured one: with the
    ///   right key nothing is lost.
    public func prepare() async throws(AssemblyFault) {
        for quota in quotas { await quota.prepare() }
        for connection in connections.all {
            guard case .rotating(_, let tokens, let keeper) = connection.credentials.proof else { continue }
            await keeper.prepare(through: connection)
            switch tokens.obstacle {
            case .keyMissing:
                throw AssemblyFault(
                    "The stored credentials of '\(connection.name)' are sealed; 'store.key' wants the key "
                        + "they were sealed with.")
            case .keyDiffers:
                throw AssemblyFault(
                    "The stored credentials of '\(connection.name)' were sealed with another key than "
                        + "'store.key'.")
            case .damaged, nil: break
            }
        }
    }

    /// Renews the pairs that are due, so that a connection that nobody calls does not lose them: a refresh token
    /// ends as well. To be called now and then, where calls to vendors can be made.
    public func renewWhatIsDue() async {
        for connection in connections.all {
            guard case .rotating(_, _, let keeper) = connection.credentials.proof else { continue }
            await keeper.upkeep(through: connection)
        }
    }

    /// Lets exchanges and keyed writes under way end, and stores what could not be stored before. To be called when
    /// no request is at work any more.
    public func finish() async {
        await idempotency.finish()
        for connection in connections.all {
            guard case .rotating(_, let tokens, let keeper) = connection.credentials.proof else { continue }
            await keeper.finish()
            await tokens.finish()
        }
    }

    /// What became of a changed configuration.
    public struct Reload: Equatable, Sendable {
        /// The connections whose credentials were looked up again, with what the new configuration says.
        public internal(set) var connections: [String] = []
        /// The parts of the file that changed and have no effect before the gateway is started again.
        public internal(set) var ignored: [String] = []
    }

    /// Puts the credentials of a changed configuration in force, and those that were put into the store.
    /// Nothing else of it has an effect.
    public func reload(from old: Configuration, to new: Configuration) async -> Reload {
        var reload = Reload()
        reload.ignored = Self.sections(old, new)
        for connection in connections.all {
            guard let before = old.connections.first(where: { $0.name == connection.name }),
                let after = new.connections.first(where: { $0.name == connection.name }),
                before.vendor == after.vendor
            else { continue }
            let isChanged = before.credentials != after.credentials
            if isChanged {
                connection.credentials.replace(after)
                // They may be those of another account.
                gateway.forgetAll(of: connection)
                reload.connections.append(connection.name)
            } else {
                connection.credentials.stand(by: after)
            }
            guard case .rotating(_, _, let keeper) = connection.credentials.proof else { continue }
            await keeper.prepare(through: connection)
        }
        return reload
    }

    private static func sections(_ old: Configuration, _ new: Configuration) -> [String] {
        var changed: [String] = []
        func compare<Value: Equatable>(_ name: String, _ part: KeyPath<Configuration, Value>) {
            if old[keyPath: part] != new[keyPath: part] { changed.append(name) }
        }
        compare("server", \.server)
        compare("store", \.store)
        compare("limits", \.limits)
        compare("proxies", \.proxies)
        compare("consumers", \.consumers)
        compare("log", \.log)
        compare("cache", \.cache)
        func rest(_ configuration: Configuration) -> [String: Configuration.Connection] {
            configuration.connections.reduce(into: [:]) { rest, connection in
                rest[connection.name] = connection
                rest[connection.name]?.credentials = [:]
            }
        }
        let (before, after) = (rest(old), rest(new))
        let names = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        return changed + names.sorted().map { "connections: \($0)" }
    }
}
