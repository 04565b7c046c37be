import HTTPCore
import Primitives
import UnifiedModel

/// One row of the route table: a method and a path, who may ask, and what answers. One reference, which every request
/// carries along.
final class Route: Sendable {
    /// The method.
    let method: Method
    /// The path, with `{name}` for a parameter.
    let path: String
    /// The operation's name in the OpenAPI document.
    let operation: String
    /// Who may ask.
    let access: Access
    /// What it does at the vendors.
    let work: Work
    /// How the body of a request is wanted.
    let body: BodyHandling
    /// Asks the vendor whether the request took effect when it was begun at that moment and its answer was lost, where
    /// some vendor can be asked.
    let reconcile: Reconcile?
    /// Makes the answer.
    let respond: Respond

    typealias Respond = @Sendable (OperationInput) async throws(Problem) -> Answer
    typealias Reconcile = @Sendable (OperationInput, Timestamp) async throws(Problem) -> Reconciled

    init(
        method: Method, path: String, operation: String, access: Access, work: Work = .own,
        body: BodyHandling = .whole, reconcile: Reconcile? = nil, respond: @escaping Respond
    ) {
        self.method = method
        self.path = path
        self.operation = operation
        self.access = access
        self.work = work
        self.body = body
        self.reconcile = reconcile
        self.respond = respond
    }

    /// What a route does at the vendors.
    enum Work: Sendable {
        /// Nothing: the gateway answers out of itself.
        case own
        /// It reads records.
        case reading(Operation)
        /// It changes records.
        case writing(Operation)
        /// It passes on a call that the vendor alone knows.
        case passing
    }

    /// Who may ask.
    enum Access: Sendable {
        /// Anybody, as often as they like: what asks whether the gateway is well must always hear.
        case health
        /// Anybody, within the limit of their address.
        case open
        /// A consumer of any scope.
        case consumer
        /// A consumer with that scope.
        case scope(Configuration.Scope)
    }
}
