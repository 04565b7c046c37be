import HTTPCore
import Primitives

/// Which header fields pass through: those of the message itself. What belongs to one connection (RFC 9110,
/// section 7.6.1), to whose request or answer it is, or to the gateway stays on its side.
enum PassthroughFields {
    /// The fields of an app's request that the vendor gets.
    static func request(_ fields: Fields) -> Fields {
        var passed = keep(fields, besides: ofRequests)
        if passed["Accept"] == nil { passed.append("Accept", "*/*") }
        return passed
    }

    /// The fields of the vendor's answer that the app gets.
    static func response(_ fields: Fields) -> Fields { keep(fields, besides: ofResponses) }

    private static func keep(_ fields: Fields, besides names: [Text]) -> Fields {
        Fields(
            fields.all.filter { field in
                !isAmong(ofConnections, field) && !isAmong(names, field)
                    && !fields.lists(field.name, in: "Connection")
            })
    }

    private static func isAmong(_ names: [Text], _ field: Field) -> Bool {
        names.contains { $0.equalsIgnoringCase(field.name) }
    }

    /// Fields of one connection, and what its ends write themselves.
    private static let ofConnections: [Text] = [
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Content-Length", "Proxy-Authorization", "Proxy-Authenticate", "Proxy-Authentication-Info",
    ]

    /// The app's own credentials, where it is, and what it asks of the gateway.
    private static let ofRequests: [Text] = [
        "Host", "Expect", "Accept-Encoding", "Authorization", "X-API-Key", "Cookie", "Origin", "Referer",
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via",
        "Idempotency-Key", "Prefer", "Priority", "X-Request-Id",
    ]

    /// The vendor's sessions and challenges, what it says of its own origin, and what the gateway says in
    /// its place.
    private static let ofResponses: [Text] = [
        "Set-Cookie", "WWW-Authenticate", "Authentication-Info", "Strict-Transport-Security", "Alt-Svc",
        "Clear-Site-Data", "Server", "Date", "X-Request-Id", "Server-Timing", "CX-Upstream-Calls",
        "RateLimit", "RateLimit-Policy", "Preference-Applied", "Idempotent-Replayed",
    ]
}
