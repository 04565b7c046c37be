import GatewayCore

/// Reads the configuration file again when an operator asks for it, one time after the other.
actor Reloading {
    private let file: String
    private let assembly: Gateway.Assembly
    private var configuration: Configuration

    /// Of a gateway that was started with that configuration.
    init(file: String, configuration: Configuration, assembly: Gateway.Assembly) {
        self.file = file
        self.configuration = configuration
        self.assembly = assembly
    }

    /// Puts changed credentials in force, and says what else changed. A file with faults changes nothing.
    func run() async {
        let changed: Configuration
        do {
            changed = try Program.load(file)
        } catch {
            return Terminal.complain("\(error)\ncx-gateway: the configuration is not read again")
        }
        let reload = await assembly.reload(from: configuration, to: changed)
        for connection in changed.connections {
            let index = configuration.connections.firstIndex { $0.name == connection.name }
            if let index { configuration.connections[index].credentials = connection.credentials }
        }
        let names = reload.connections.joined(separator: ", ")
        let what = names.isEmpty ? "no configured credentials changed" : "new credentials of \(names)"
        Terminal.complain("cx-gateway: the configuration is read again: \(what)")
        if !reload.ignored.isEmpty {
            let parts = reload.ignored.joined(separator: ", ")
            Terminal.complain("cx-gateway: what else changed wants a restart: \(parts)")
        }
    }
}
