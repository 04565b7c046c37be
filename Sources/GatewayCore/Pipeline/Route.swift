import HTTPCore
import Primitives
import UnifiedModel

/// One row of the route table: a method and a path, who may ask, and what answers.
struct Route: Sendable {
    /// The method.
    let method: Method
    /// The path, with `{name}` for a parameter.
    let path: String
    /// The operation's name in the OpenAPI document.
    let operation: String
    /// Who may ask.
    let access: Access
    /// What it does at the vendors.
    var work = Work.own
    /// How the body of a request is wanted.
    var body = BodyHandling.whole
    /// Asks the vendor whether the request took effect when it was begun at that moment and its answer was lost, where
    /// some vendor can be asked.
    var reconcile: (@Sendable (OperationInput, Timestamp) async throws(Problem) -> Reconciled)?
    /// Makes the answer.
    let respond: @Sendable (OperationInput) async throws(Problem) -> Answer

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
