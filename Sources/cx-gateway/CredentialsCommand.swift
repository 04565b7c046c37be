import GatewayCore
import Glibc
import Primitives
import Stores
import Vendors

/// `cx-gateway credentials set`: puts new credentials of a connection into the store.
struct CredentialsCommand {
    /// Which connection they are of.
    let connection: String
    /// The configuration file.
    let file: String

    /// Reads the credentials from standard input and writes them.
    func run() async throws {
        let configuration = try Program.load(file)
        let text = try SystemSurroundings().contents(
            ofFile: "/dev/stdin", limit: CredentialUpdate.maximumText)
        let update = try CredentialUpdate(
            ByteBuffer(text), for: connection, in: configuration, vendors: VendorList(allVendors))
        guard let store = try await SQLiteStore.open(configuration.store) else {
            throw CredentialsNotKept()
        }
        try await update.write(to: store)
        await store.close()
        Terminal.say("The credentials of '\(connection)' are in the store.")
        Terminal.say(
            "A gateway that runs takes them up when it gets SIGHUP, and by itself when it has none that serve."
        )
    }
}

/// The configured store ends with its process.
private struct CredentialsNotKept: Error, CustomStringConvertible {
    let description = "'store' is in memory: there is nothing to put credentials into; configure them instead"
}
