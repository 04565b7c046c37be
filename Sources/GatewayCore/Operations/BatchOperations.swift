import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Writes many items at once, each with a result of its own.
struct BatchOperation<Content: Draft>: Sendable {
    /// Which operation it is.
    let operation: Operation
    /// Where a vendor's table has it.
    let endpoint: @Sendable (Endpoints) -> BatchEndpoint<Content>?
    /// The member of the body that holds the items, which pointers begin with.
    let items: StaticString
    /// Whether the path names the resource that the items are added to.
    let hasOwner: Bool

    /// Answers a request: 200 with one result an item, or the one problem that stopped them all.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        var object = try input.object()
        let (connection, endpoint, owner) = try target(&object, input)
        let draft = try Content(body: object, of: connection, besides: hasOwner ? [] : ["connection"])
        try connection.checkWritable(object, of: self.items, endpoint.writable)
        let batch = BatchInput(owner: owner, draft: draft)
        let lookups: LookupResults
        do throws(Problem) {
            lookups = try await connection.lookUp(endpoint.lookups(batch), input.calls)
        } catch {
            throw error.beforeWrite
        }
        let calls = try connection.adapted(isWrite: true) {
            try endpoint.calls(batch, lookups, connection.account)
        }
        let parts = await connection.write(calls, input.calls)
        if let problem = Self.problem(of: parts) { throw problem }
        return .json(.ok, envelope(parts, connection))
    }

    /// What went wrong with all of them: with their only call, or before the first of several was made.
    private static func problem(of parts: [WrittenPart<[ItemOutcome]>]) -> Problem? {
        guard case .failure(let problem)? = parts.first?.outcome else { return nil }
        let isOfAll = !problem.concernsItsPartAlone && problem.outcome == .notApplied
        return parts.count == 1 || isOfAll ? problem : nil
    }

    private func target(
        _ object: inout JSONObject, _ input: OperationInput
    ) throws(Problem) -> (VendorConnection, BatchEndpoint<Content>, owner: Text) {
        if hasOwner {
            let address = try ItemAddress(input, operation, endpoint)
            return (address.connection, address.endpoint, address.remoteID)
        }
        let named = try input.connectionName(in: &object, Content.addressingMembers)
        let (connection, endpoint) = try input.connections.only(
            operation, named: named, isAddress: false, self.endpoint)
        return (connection, endpoint, "")
    }

    private func envelope(
        _ parts: [WrittenPart<[ItemOutcome]>], _ connection: VendorConnection
    ) -> ByteBuffer {
        ConnectionOperations.envelope { writer in
            writer.beginArray()
            for part in parts {
                for (place, index) in part.items.enumerated() {
                    writer.beginObject()
                    writer.member("index", index)
                    result(of: part, place, connection).writeMembers(to: &writer)
                    writer.endObject()
                }
            }
            writer.endArray()
        }
    }

    private func result(
        of part: WrittenPart<[ItemOutcome]>, _ place: Int, _ connection: VendorConnection
    ) -> ItemResult {
        switch part.outcome {
        case .failure(let problem): return ItemResult(problem)
        case .success(let outcomes):
            guard place < outcomes.count else {
                return ItemResult(
                    Problem.malformed("The vendor does not say what became of it.", isWrite: true)
                        .at(connection))
            }
            switch outcomes[place] {
            case .done(let status, let id):
                let named = id.map { Text(joining: connection.source.connection, ":", $0) }
                return ItemResult(status: status, id: named)
            case .refused(let failure):
                return ItemResult(
                    Problem(failure, isWrite: true).quoting(failure, status: Status(200)).at(connection))
            }
        }
    }
}

/// What became of one call of a write that takes several.
struct WrittenPart<Outcome: Sendable>: Sendable {
    /// The items it carried, by their places in the body.
    let items: Range<Int>
    /// What the vendor said of them, or what went wrong.
    let outcome: Result<Outcome, Problem>
}

extension VendorConnection {
    /// Makes the calls of a write one behind the other. After a refusal of one part the others are tried all
    /// the same; after what is no part's own fault they are not, and say so.
    func write<Outcome>(_ calls: [WriteCall<Outcome>], _ meter: CallMeter) async -> [WrittenPart<Outcome>] {
        var parts: [WrittenPart<Outcome>] = []
        var stopped: Problem?
        for call in calls {
            if let stopped {
                parts.append(WrittenPart(items: call.items, outcome: .failure(stopped)))
                continue
            }
            do throws(Problem) {
                let outcome = try await write(call, meter)
                parts.append(WrittenPart(items: call.items, outcome: .success(outcome)))
            } catch {
                parts.append(WrittenPart(items: call.items, outcome: .failure(error)))
                // A dry run tells all of them.
                if !error.concernsItsPartAlone, meter.dryRun == nil { stopped = error.ofWhatWasNotSent }
            }
        }
        return parts
    }

    private func write<Outcome>(
        _ first: WriteCall<Outcome>, _ meter: CallMeter
    ) async throws(Problem) -> Outcome {
        var following: WriteCall<Outcome>
        switch try await step(first, meter) {
        case .done(let outcome): return outcome
        case .then(let call): following = call
        }
        while true {
            do throws(Problem) {
                switch try await step(following, meter) {
                case .done(let outcome): return outcome
                case .then(let call): following = call
                }
            } catch {
                throw error.behindAnotherCall
            }
        }
    }

    private func step<Outcome>(
        _ write: WriteCall<Outcome>, _ meter: CallMeter
    ) async throws(Problem) -> WriteStep<Outcome> {
        if write.isFollowed { meter.dryRun?.breaksOff(at: .step) }
        let document = try await call(write.request, meter)
        return try adapted(isWrite: true) { try write.read(document.root) }
    }

    /// Refuses members that the vendor has no place for, by name.
    func checkWritable(
        _ object: JSONObject, of items: StaticString? = nil, _ writable: [StaticString]
    ) throws(Problem) {
        var faults: [FieldFault] = []
        func check(_ object: JSONObject, at pointer: String) {
            for member in object
            where !member.value.isNull && !writable.contains(where: { member.key == $0 })
                && !(items == nil && member.key == "connection" as StaticString)
            {
                guard faults.count < BodyReader.Bounds.unknown else { return }
                faults.append(
                    FieldFault("\(pointer)/\(member.key)", "cannot be written at \(vendor.name)"))
            }
        }
        if let items {
            var body = object
            guard let array = try? body.optionalArray(items) else { return }
            for (index, element) in array.enumerated() {
                if let object = try? element.object() { check(object, at: "/\(items)/\(index)") }
            }
        } else {
            check(object, at: "")
        }
        guard faults.isEmpty else { throw Problem.invalid(faults).at(self) }
    }
}

extension Problem {
    /// The same for a call that goes on with what another one began: that one was carried out, so nobody may be
    /// told that nothing was done, or that the whole may be tried again.
    fileprivate var behindAnotherCall: Problem {
        var problem = self
        problem.outcome = .unknown
        problem.isRetriable = false
        problem.detail += " A call before it for the same items was carried out."
        return problem
    }

    /// The same problem for what was not sent because of it.
    fileprivate var ofWhatWasNotSent: Problem {
        var problem = self
        problem.outcome = .notApplied
        problem.isRetriable = kind.isRetriable
        return problem
    }

    /// Whether the vendor refused what the call held, so that another call may fare better.
    fileprivate var concernsItsPartAlone: Bool {
        switch kind {
        case .vendorRejected, .notFound, .conflict, .validation: true
        default: false
        }
    }
}
