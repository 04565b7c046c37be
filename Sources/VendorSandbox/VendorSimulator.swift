import HTTPCore
import Primitives

/// A stand-in for a vendor, and what is done behind the vendor's back.
protocol VendorSimulator: RequestHandler {
    /// The faults to come.
    var faults: FaultPlan { get }
    /// What it saw.
    var statistics: SimulatorStatistics { get }
    /// Has it hold to another limit from now on, and count anew.
    func changeLimit(toCount count: Int, in window: Duration)
    /// Has it begin anew.
    func reset(_ parts: Set<SimulatorPart>)
    /// Issues new tokens, as a person does in the vendor's interface; nothing where tokens do not come in pairs.
    func issuePair() -> CxpressCredentialPair?
}

extension VendorSimulator {
    func issuePair() -> CxpressCredentialPair? { nil }
}

/// A part of a simulator that can begin anew by itself.
enum SimulatorPart: String, CaseIterable {
    /// What was counted, and the blocks that came of it.
    case statistics
    /// The faults to come.
    case faults
    /// Tokens and keys: those it began with are valid again, and no others.
    case credentials
    /// The data.
    case data
}

extension Request {
    /// What stands behind `Bearer`, whose case does not matter; nothing where there is no such field.
    var bearerToken: String? {
        let scheme: Text = "Bearer "
        guard let value = fields["Authorization"], value.hasPrefixIgnoringCase(scheme) else { return nil }
        return value[scheme.count..<value.count].trimmed.string
    }
}
