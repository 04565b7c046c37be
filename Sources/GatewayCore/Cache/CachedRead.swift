import HTTPCore
import Primitives
import UnifiedModel

/// A read as the cache sees it.
struct CachedRead: Sendable {
    /// What is asked.
    let key: CacheKey
    /// What the request says of answers that are kept.
    let directives: CacheDirectives
    /// The family of the records.
    let family: ResourceFamily
    private let input: OperationInput

    /// A read of an operation.
    init(
        _ operation: Operation, _ family: ResourceFamily, _ directives: CacheDirectives,
        _ input: OperationInput
    ) {
        key = CacheKey(operation, path: input.request.path, input.query.all)
        self.directives = directives
        self.family = family
        self.input = input
    }

    /// How long it may wait, and what it goes before.
    var calls: CallMeter { input.calls }

    /// Whether the request takes an answer of that age.
    func takes(_ age: Duration) -> Bool { directives.maximumAge.map { age <= $0 } ?? true }

    /// Whether it had better make its own calls than wait for those of `leader`, which wait for a vendor's quota:
    /// it goes before them, or would not wait as long and so is to be refused at once.
    func goesAlone(besides leader: CallMeter, at now: Instant) -> Bool {
        guard leader.isWaiting else { return false }
        if leader.preferences.isBulk, !calls.preferences.isBulk { return true }
        let caller = calls.caller(at: now)
        // One that waits no longer than this one may has its slot in time for both.
        guard caller.waitAtMost < leader.caller(at: now).waitAtMost else { return false }
        return leader.record.connections.contains { $0.isRefusedByQuotas(caller) }
    }

    /// The connections that the request names, which alone it is answered from; nothing when it names none.
    var namedConnections: [VendorConnection]? {
        // What a path says of records is an object's name, which may look like an id.
        if family != .records, let name = ResourceID(input.parameter)?.connection {
            return input.connections[name].map { [$0] }
        }
        let names = input.query["connection"]?.elements
        return names?.compactMap { input.connections[$0] }
    }
}

/// What is kept, as the answer to a read.
struct CacheHit: Sendable {
    /// What is kept.
    let answer: CachedAnswer
    /// How old it is.
    let age: Duration
    /// The flight that renews it, if this request is to begin it, and what its calls take.
    let refresh: (ticket: FlightTicket, calls: CallMeter)?

    /// The answer.
    ///
    /// - Parameter failure: What went wrong when the vendor was asked for a newer one.
    func answer(to request: Request, instead failure: ProblemKind? = nil) -> Answer {
        let status = CacheStatus.hit(left: answer.lifetime - age, instead: failure)
        // Room for what the pipeline adds.
        var fields = Fields(capacity: answer.fields.count + 6)
        if answer.tag.isHeld(by: request.fields) {
            fields.append("ETag", answer.tag.text)
            fields.append(status)
            fields.append(CacheStatus.age(age))
            return Answer(Response(.notModified, fields: fields))
        }
        for field in answer.fields { fields.append(field) }
        fields.append("ETag", answer.tag.text)
        fields.append(status)
        fields.append(CacheStatus.age(age))
        return Answer(Response(.ok, fields: fields, body: answer.body))
    }
}
