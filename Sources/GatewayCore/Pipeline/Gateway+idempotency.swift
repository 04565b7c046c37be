import HTTPCore
import Primitives

extension Gateway {
    /// The write that a POST or a PATCH with a key asks for; nothing where it carries none.
    ///
    /// - Throws: A 400 for what is no key.
    static func idempotentWrite(
        _ route: Route, _ input: OperationInput, _ trace: RequestTrace,
        perform: @escaping @Sendable (OperationInput) async throws(Problem) -> Answer,
        reconciled: @escaping @Sendable (OperationInput) -> Void = { _ in }
    ) throws(Problem) -> IdempotentWrite? {
        guard let key = try IdempotencyKey(of: input.request.fields) else { return nil }
        var input = input
        let body = input.request.stream.map { source in
            DigestedBody(source, type: input.request.fields["Content-Type"])
        }
        if let body { input.request.stream = body }
        let request = input
        var reconcile: (@Sendable (Timestamp) async throws(Problem) -> Reconciled)?
        if let ask = route.reconcile {
            reconcile = { (since) throws(Problem) in
                // What was read since the write was given up may not show it.
                defer { reconciled(request) }
                return try await ask(request, since)
            }
        }
        var allowance = request.calls.timeLimit + IdempotencyLedger.margin
        if body != nil { allowance += IdempotencyLedger.longestUpload }
        return IdempotentWrite(
            place: key.place(of: trace.consumer ?? ""),
            fingerprint: RequestFingerprint(request.request, request.query), body: body,
            allowance: allowance, path: request.request.path, requestID: trace.id, calls: request.calls,
            perform: { () throws(Problem) in try await perform(request) }, reconcile: reconcile)
    }
}
