import UnifiedModel

/// How long an answer may be kept, as the operation says that made it, and where it came from. An answer of which
/// a part is missing has none.
struct Freshness: Sendable {
    /// How long it may be kept.
    let lifetime: Duration
    /// The connections whose records it holds.
    let connections: [VendorConnection]
}

/// How long answers of a connection's operations may be kept: as the adapter's table says, or as the operator does.
struct AnswerLifetimes: Sendable {
    private let configured: [Operation: Duration]
    private let keepsAnswers: Bool

    /// The lifetimes of a connection.
    ///
    /// - Parameters:
    ///   - configured: What the operator says, by the names of operations.
    ///   - keepsAnswers: Whether there is room for any.
    init(_ configured: [String: Duration], keepsAnswers: Bool) {
        self.configured = Dictionary(
            uniqueKeysWithValues: configured.compactMap { name, lifetime in
                Operation(rawValue: name).map { ($0, lifetime) }
            })
        self.keepsAnswers = keepsAnswers
    }

    /// How long an answer of the operation may be kept; nothing when it is not.
    func answers(of operation: Operation, declared: Duration?) -> Duration? {
        guard keepsAnswers, let lifetime = inForce(operation, declared), lifetime > .zero else { return nil }
        return lifetime
    }

    /// How long what an operation looked up may be kept, where that is kept instead of its answers.
    func lookups(of operation: Operation, declared: Duration) -> Duration {
        inForce(operation, declared) ?? declared
    }

    private func inForce(_ operation: Operation, _ declared: Duration?) -> Duration? {
        configured.isEmpty ? declared : configured[operation] ?? declared
    }
}
