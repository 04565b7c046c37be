import GatewayCore
import Primitives
import YAMLCore

/// One input of libFuzzer: any bytes are a document or a fault with a place, and the same when they are
/// read as a configuration. A document can be written as JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let source = ByteBuffer(UnsafeBufferPointer(start: start, count: count))
    do {
        let document = try YAMLDocument(parsing: source)
        let json = ByteBuffer()
        document.appendJSON(to: json)
        precondition(!json.isEmpty, "a document without JSON")
    } catch {
        precondition(!error.faults.isEmpty, "a failure without a fault")
        precondition(error.faults.allSatisfy { $0.mark.line > 0 && $0.mark.column > 0 }, "a fault nowhere")
    }
    do {
        let read = try Configuration.decode(
            source,
            file: "fuzz.yaml",
            surroundings: FuzzSurroundings(),
            vendors: FuzzVendors()
        )
        precondition(!read.connections.isEmpty && !read.consumers.isEmpty, "an empty configuration was taken")
    } catch {
        precondition(!error.faults.isEmpty, "a failure without a fault")
        precondition(!error.description.contains(FuzzSurroundings.secret), "a fault shows a secret")
    }
    return 0
}

/// Every variable and file there is, all the same.
private struct FuzzSurroundings: ConfigurationSurroundings {
    static let secret = "zq9-not-to-be-shown-in-any-fault"

    func variable(named name: String) -> String? { Self.secret }

    func contents(ofFile path: String, limit: Int) throws(FileUnreadable) -> [UInt8] {
        Array(Self.secret.utf8)
    }

    func timeZone(named name: String) throws(ZoneError) -> Zone {
        guard name == "UTC" else { throw ZoneError.badName }
        return .utc
    }
}

/// One vendor with a key of each sort.
private struct FuzzVendors: VendorCatalog {
    let vendorNames = ["v"]

    func vendor(named name: String) -> VendorConfigurationSchema? {
        guard name == "v", let url = try? BaseURL("https://v") else { return nil }
        return VendorConfigurationSchema(
            hosts: [.init(name: "api", baseURL: url), .init(name: "data", baseURL: url)],
            requiredCredentials: ["token"],
            optionalCredentials: ["key"],
            cacheableOperations: ["list"]
        )
    }
}
