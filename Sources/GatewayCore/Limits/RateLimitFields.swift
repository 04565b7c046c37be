import HTTPCore
import Primitives

/// `RateLimit-Policy` and `RateLimit` (IETF draft "RateLimit header fields for HTTP"): an item for each
/// connection that was asked, of the window that has the least left.
struct RateLimitFields {
    private let policies = ByteBuffer(capacity: 64)
    private let limits = ByteBuffer(capacity: 64)

    /// The fields for these connections, as their quotas stand at `now`.
    init(_ connections: [VendorConnection], at now: Instant) {
        for connection in connections {
            guard let standing = connection.quotas.compactMap({ $0.standing(at: now) }).min() else {
                continue
            }
            append(connection.source.connection, standing)
        }
    }

    /// Adds the fields, unless none of the connections has a limit.
    func add(to fields: inout Fields) {
        guard policies.count > 0 else { return }
        fields.append("RateLimit-Policy", policies.text(0..<policies.count))
        fields.append("RateLimit", limits.text(0..<limits.count))
    }

    /// `"name";q=300;w=60` and `"name";r=287;t=0`. A connection's name needs no escaping.
    private func append(_ name: Text, _ standing: QuotaStanding) {
        begin(name, in: policies)
        policies.append("\";q=")
        policies.append(decimal: Int64(standing.limit))
        policies.append(";w=")
        policies.append(decimal: standing.window.secondsRoundedUp)
        begin(name, in: limits)
        limits.append("\";r=")
        limits.append(decimal: Int64(standing.left))
        limits.append(";t=")
        limits.append(decimal: standing.nextSlotIn.secondsRoundedUp)
    }

    private func begin(_ name: Text, in buffer: ByteBuffer) {
        if buffer.count > 0 { buffer.append(", ") }
        buffer.append(UInt8(ascii: "\""))
        buffer.append(name)
    }
}

/// The window of a quota that has the least left.
struct QuotaStanding: Comparable {
    /// How many calls it may hold.
    let limit: Int
    /// How long it is by the vendor's word.
    let window: Duration
    /// How many more calls may go now.
    let left: Int
    /// How long until another call may go; zero when one may go now.
    let nextSlotIn: Duration

    /// Whether `left` lets fewer calls go.
    static func < (left: QuotaStanding, right: QuotaStanding) -> Bool {
        (left.left, right.nextSlotIn) < (right.left, left.nextSlotIn)
    }
}
