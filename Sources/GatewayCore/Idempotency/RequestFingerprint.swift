import HTTPCore
import Primitives

/// What tells whether two requests of one key ask for the same.
struct RequestFingerprint: Equatable, Sendable {
    /// How another request compares.
    enum Comparison: Equatable, Sendable {
        case same
        case different
        /// All that is known is the same, and the body of one was not read yet.
        case unknown
    }

    /// The digest of method, path and query.
    var head: [UInt8]
    /// The digest of the body; nothing for one that was not read to its end.
    var body: [UInt8]?

    /// A fingerprint of these digests.
    init(head: [UInt8], body: [UInt8]?) {
        self.head = head
        self.body = body
    }

    /// The fingerprint of a request, as far as it was read. The order of the query's parameters says nothing.
    init(_ request: Request, _ query: QueryParameters) {
        var digest = RunningDigest()
        digest.add(request.method.name)
        digest.add(request.path)
        let parameters = query.all.sorted { left, right in
            if left.name == right.name { return left.value.precedes(right.value) }
            return left.name.precedes(right.name)
        }
        for parameter in parameters {
            digest.add(parameter.name)
            digest.add(parameter.value)
        }
        head = digest.value
        guard request.stream == nil else { return }
        body = request.body.map { $0.withBytes { Digest.sha256($0) } } ?? Digest.sha256([])
    }

    /// How another request's compares.
    func compare(_ other: RequestFingerprint) -> Comparison {
        guard head == other.head else { return .different }
        guard let body, let otherBody = other.body else { return .unknown }
        return body == otherBody ? .same : .different
    }
}

extension RunningDigest {
    /// Adds a text in a way that no other texts add up to.
    mutating func add(_ text: Text) {
        add(length: text.count)
        text.withBytes { add($0) }
    }

    /// Adds a length, which keeps what follows apart from what is behind that.
    mutating func add(length: Int) { add(Array("\(length) ".utf8)) }
}

extension Text {
    /// Whether it stands before the other, byte by byte.
    fileprivate func precedes(_ other: Text) -> Bool {
        withBytes { left in other.withBytes { left.lexicographicallyPrecedes($0) } }
    }
}
