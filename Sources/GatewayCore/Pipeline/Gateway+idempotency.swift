import HTTPCore
import Primitives

extension Gateway {
    /// Has a route answer a POST or a PATCH: once, where the request has a key, however often it comes.
    @inline(never) func performOnce(
        _ route: Route, _ input: OperationInput, _ trace: RequestTrace
    ) async throws(Problem) -> Answer {
        guard let idempotency,
            let write = try Self.idempotentWrite(
                route, input, trace,
                perform: { [self] input throws(Problem) in try await perform(route, input) },
                reconciled: { [self] in forgetChanges(of: route, $0) })
        else { return try await perform(route, input) }
        return try await idempotency.answer(write)
    }

    /// The write that a POST or a PATCH with a key asks for; nothing where it carries none.
    ///
    /// - Throws: A 400 for what is no key.
    static func idempotentWrite(
        _ route: Route, _ input: OperationInput, _ trace: RequestTrace,
        perform: @escaping @Sendable (OperationInput) async throws(Problem) -> Answer,
        reconciled: @escaping @Sendable (OperationInput) -> Void = { _ in }
    ) throws(Problem) -> IdempotentWrite? {
        guard let key = try IdempotencyKey(of: input.request.fields) else { return nil }
        let body = input.request.stream.map { source in
            DigestedBody(source, type: input.request.fields["Content-Type"])
        }
        var request = input.request
        if let body { request.stream = body }
        let write = body == nil ? input : input.with(request: request)
        var reconcile: (@Sendable (Timestamp) async throws(Problem) -> Reconciled)?
        if let ask = route.reconcile {
            reconcile = { (since) throws(Problem) in
                // What was read since the write was given up may not show it.
                defer { reconciled(write) }
                return try await ask(write, since)
            }
        }
        var allowance = write.calls.timeLimit + IdempotencyLedger.margin
        if body != nil { allowance += IdempotencyLedger.longestUpload }
        return IdempotentWrite(
            place: key.place(of: trace.consumer ?? ""),
            fingerprint: RequestFingerprint(write.request, write.query), body: body,
            allowance: allowance, path: write.request.path, requestID: trace.id, calls: write.calls,
            perform: { () throws(Problem) in try await perform(write) }, reconcile: reconcile)
    }
}
