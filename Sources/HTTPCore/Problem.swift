import Primitives

/// An error as an app sees it: `application/problem+json` (RFC 9457) with the gateway's members.
///
/// It never holds a secret, a stack or a path of the machine: what goes into ``detail`` is either the
/// gateway's own words or text from the request or vendor that is safe to show its sender.
///
/// A problem is one reference: whatever may throw one keeps room for it, and on the way of a request all but
/// everything may.
public struct Problem: Error, Sendable {
    /// What a problem says; it is replaced, never changed, so that copies are copies.
    private final class Parts: Sendable {
        let values: Values

        init(_ values: Values) { self.values = values }
    }

    private struct Values {
        var kind: ProblemKind
        var detail: String
        var status: Status
        var origin: ProblemOrigin
        var connection: String?
        var vendor: String?
        var isRetriable: Bool
        var outcome: WriteOutcome?
        var faults: [FieldFault] = []
        var vendorError: VendorErrorDetail?
        var retryAfter: Duration?
        var allow: [Method] = []
        var extensions: [ProblemExtension] = []
    }

    private var parts: Parts

    private var values: Values {
        get { parts.values }
        set { parts = Parts(newValue) }
    }

    /// What went wrong.
    public var kind: ProblemKind {
        get { parts.values.kind }
        set { values.kind = newValue }
    }

    /// What went wrong this time, for people.
    public var detail: String {
        get { parts.values.detail }
        set { values.detail = newValue }
    }

    /// The status, when it is not the kind's own (a filter that cannot be done is `unsupported` with 422).
    public var status: Status {
        get { parts.values.status }
        set { values.status = newValue }
    }

    /// Whose side it arose on.
    public var origin: ProblemOrigin {
        get { parts.values.origin }
        set { values.origin = newValue }
    }

    /// The connection concerned.
    public var connection: String? {
        get { parts.values.connection }
        set { values.connection = newValue }
    }

    /// The vendor behind it.
    public var vendor: String? {
        get { parts.values.vendor }
        set { values.vendor = newValue }
    }

    /// Whether the same request may succeed later, unchanged.
    public var isRetriable: Bool {
        get { parts.values.isRetriable }
        set { values.isRetriable = newValue }
    }

    /// For a write, whether it took effect.
    public var outcome: WriteOutcome? {
        get { parts.values.outcome }
        set { values.outcome = newValue }
    }

    /// What is wrong with which part of the body.
    public var faults: [FieldFault] {
        get { parts.values.faults }
        set { values.faults = newValue }
    }

    /// What the vendor said.
    public var vendorError: VendorErrorDetail? {
        get { parts.values.vendorError }
        set { values.vendorError = newValue }
    }

    /// How long to wait, for `Retry-After`.
    public var retryAfter: Duration? {
        get { parts.values.retryAfter }
        set { values.retryAfter = newValue }
    }

    /// What is allowed, for `Allow`.
    public var allow: [Method] {
        get { parts.values.allow }
        set { values.allow = newValue }
    }

    /// What the kind of problem adds to the members that all have (RFC 9457, section 3.2).
    public var extensions: [ProblemExtension] {
        get { parts.values.extensions }
        set { values.extensions = newValue }
    }

    /// A problem of that kind.
    public init(_ kind: ProblemKind, _ detail: String, status: Status? = nil, retryAfter: Duration? = nil) {
        parts = Parts(
            Values(
                kind: kind, detail: detail, status: status ?? kind.status, origin: kind.origin,
                isRetriable: kind.isRetriable, retryAfter: retryAfter))
    }

    /// A body that is JSON but not valid, with what is wrong where.
    public static func invalid(_ faults: [FieldFault]) -> Problem {
        var problem = Problem(
            .validation, faults.count == 1 ? "A field is not valid." : "Fields are not valid.")
        problem.faults = faults
        return problem
    }
}

/// Whether a write took effect.
public enum WriteOutcome: String, Sendable {
    /// It did not.
    case notApplied = "not_applied"
    /// It did.
    case applied
    /// Nobody can tell; it is never blindly tried again.
    case unknown
}

/// A fault in one place of a request's body.
public struct FieldFault: Error, Sendable, Equatable {
    /// Where, as a JSON pointer (RFC 6901).
    public let pointer: String
    /// What is wrong there.
    public let detail: String

    /// A fault at `pointer`.
    public init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}

/// A member of a problem besides those that all have: slots that are free when another was taken.
public struct ProblemExtension: Sendable, Equatable {
    /// What it is called.
    public let name: StaticString
    /// Its value, as JSON.
    public let json: Text

    /// A member of that value, which must be JSON.
    public init(_ name: StaticString, json: Text) {
        self.name = name
        self.json = json
    }

    /// Whether both say the same.
    public static func == (left: ProblemExtension, right: ProblemExtension) -> Bool {
        Text(stringLiteral: left.name) == Text(stringLiteral: right.name) && left.json == right.json
    }
}

/// A vendor's refusal in its own words.
public struct VendorErrorDetail: Sendable, Equatable {
    /// The vendor's status.
    public let status: Int
    /// The vendor's own code, if it gave one.
    public let code: String?
    /// The vendor's message, if it gave one; bounded in length.
    public let message: String?

    /// What the vendor said.
    public init(status: Int, code: String?, message: String?) {
        self.status = status
        self.code = code
        self.message = message
    }
}
