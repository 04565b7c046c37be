import HTTPCore
import Primitives

/// What a request says of answers that are kept: `Cache-Control` (RFC 9111, section 5.2.1). What is malformed, and
/// what the gateway does not have, is ignored.
struct CacheDirectives: Sendable, Equatable {
    /// The answer is to come from the vendor, for this request alone.
    private(set) var isNoCache = false
    /// Nothing that is kept is taken, and nothing of the answer is kept.
    private(set) var isNoStore = false
    /// Only what is kept is taken.
    private(set) var isOnlyIfCached = false
    /// How old an answer may be.
    private(set) var maximumAge: Duration?

    /// Nothing said.
    init() {}

    /// What these fields say.
    init(_ fields: Fields) {
        for field in fields.all where field.name.equalsIgnoringCase("Cache-Control") {
            for element in field.value.elements { read(element) }
        }
    }

    private mutating func read(_ directive: Text) {
        let mark = directive.firstIndex(of: UInt8(ascii: "=")) ?? directive.count
        let name = directive[0..<mark].trimmed
        guard mark < directive.count else {
            if name.equalsIgnoringCase("no-cache") { isNoCache = true }
            if name.equalsIgnoringCase("no-store") { isNoStore = true }
            if name.equalsIgnoringCase("only-if-cached") { isOnlyIfCached = true }
            return
        }
        guard name.equalsIgnoringCase("max-age"),
            let seconds = Self.seconds(directive[mark + 1..<directive.count].trimmed)
        else { return }
        // Of several the strictest counts.
        maximumAge = min(maximumAge ?? seconds, seconds)
    }

    /// Digits alone, in quotes or not; more than there is time for is held at 68 years (RFC 9111, section 1.2.2).
    private static func seconds(_ argument: Text) -> Duration? {
        var digits = argument
        if digits.count >= 2, digits[0] == UInt8(ascii: "\""),
            digits[digits.count - 1] == UInt8(ascii: "\"")
        {
            digits = digits[1..<digits.count - 1]
        }
        guard !digits.isEmpty else { return nil }
        var seconds: Int64 = 0
        for index in 0..<digits.count {
            let digit = digits[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            seconds = min(seconds * 10 + Int64(digit), 1 << 31)
        }
        return .seconds(seconds)
    }
}
