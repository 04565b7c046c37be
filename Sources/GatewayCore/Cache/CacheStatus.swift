import HTTPCore
import Primitives

/// `Cache-Status` (RFC 9211) and `Age` (RFC 9111, section 5.1).
enum CacheStatus {
    /// Why the vendor was asked.
    enum Reason: Sendable {
        /// Nothing was kept.
        case miss
        /// What was kept is too old.
        case stale
        /// What was kept is fresh, and the request does not take it.
        case request
        /// The request does not concern the cache.
        case bypass
    }

    /// The vendor was asked, and what became of the answer.
    ///
    /// - Parameters:
    ///   - isCollapsed: Whether it was asked for another request at the same time.
    ///   - lifetime: How long the answer is kept, if it is.
    static func forwarded(_ reason: Reason, isCollapsed: Bool = false, lifetime: Duration? = nil) -> Field {
        let words = words(reason)
        guard isCollapsed || lifetime != nil else { return Field(name: "Cache-Status", value: words) }
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(words)
        if let lifetime {
            if !isCollapsed { buffer.append("; stored" as StaticString) }
            buffer.append("; ttl=" as StaticString)
            buffer.append(decimal: lifetime.wholeSeconds)
        }
        if isCollapsed { buffer.append("; collapsed" as StaticString) }
        return Field(name: "Cache-Status", value: buffer.text(0..<buffer.count))
    }

    private static func words(_ reason: Reason) -> Text {
        switch reason {
        case .miss: "cx-gateway; fwd=uri-miss"
        case .stale: "cx-gateway; fwd=stale"
        case .request: "cx-gateway; fwd=request"
        case .bypass: "cx-gateway; fwd=bypass"
        }
    }

    /// What is kept was the answer. What has outlived its time has so many seconds less than none left.
    ///
    /// - Parameter failure: What went wrong when the vendor was asked for a newer one.
    static func hit(left: Duration, instead failure: ProblemKind? = nil) -> Field {
        let buffer = ByteBuffer(capacity: 32)
        buffer.append("cx-gateway; hit; ttl=" as StaticString)
        buffer.append(decimal: left.wholeSeconds)
        if let failure {
            buffer.append("; detail=" as StaticString)
            buffer.append(failure.rawValue)
        }
        return Field(name: "Cache-Status", value: buffer.text(0..<buffer.count))
    }

    /// How old the answer is.
    static func age(_ age: Duration) -> Field {
        Field(name: "Age", value: Text(decimal: Int(max(age.wholeSeconds, 0))))
    }
}

extension Duration {
    /// The whole seconds of it, rounded down.
    fileprivate var wholeSeconds: Int64 {
        let (seconds, attoseconds) = components
        return attoseconds < 0 ? seconds - 1 : seconds
    }
}
