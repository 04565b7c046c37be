import JSONCore
import Primitives

extension VendorConnection {
    /// Writes how the connection's calls fare, as members of an object. The breaker is open as well while the
    /// vendor has blocked us: the quota keeps that, and is asked.
    func writeVitals(to writer: inout JSONWriter) {
        let vitals = health.vitals(at: now)
        writer.member("breaker", isBlocked ? Breaker.State.open.word : vitals.breaker.word)
        writer.member("in_flight", inFlight.load(ordering: .relaxed))
        writer.key("latency")
        writer.beginObject()
        writer.member("p50", vitals.median?.milliseconds)
        writer.member("p99", vitals.percentile99?.milliseconds)
        writer.endObject()
        writer.member("errors", (vitals.errors * 10_000).rounded() / 10_000)
    }
}

extension Duration {
    /// The duration in milliseconds, to the microsecond.
    fileprivate var milliseconds: Double { Double(nanoseconds / 1000) / 1000 }
}
