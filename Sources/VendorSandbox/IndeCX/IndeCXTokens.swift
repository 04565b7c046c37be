import Primitives

/// The tokens of a company: as many as were asked for, each valid for half an hour.
struct IndeCXTokens: Sendable {
    static let life = Duration.seconds(1800)

    /// How many tokens were issued.
    private(set) var issued = 0
    private var ends: [String: Instant] = [:]
    private var random = DeterministicRandom(seed: 0x1DEC)

    /// Whether a call with that token may pass.
    func accepts(_ token: String, at now: Instant) -> Bool { ends[token].map { now < $0 } ?? false }

    /// Issues a token of the form of a JWT (RFC 7519): when it was issued and when it ends can be read in
    /// it; its signature is made up.
    mutating func issue(at now: Instant, wallClock: Timestamp) -> String {
        ends = ends.filter { now < $0.value }
        issued += 1
        let seconds = wallClock.milliseconds / 1000
        let header = #"{"alg":"HS256","typ":"JWT"}"#
        let claims =
            #"{"publicKey":"sandbox","iat":\#(seconds),"exp":\#(seconds + Self.life.components.seconds)}"#
        let token = [Self.base64URL(header), Self.base64URL(claims), random.alphanumerics(43)]
            .joined(separator: ".")
        ends[token] = now + Self.life
        return token
    }

    /// Ends one token.
    mutating func expire(_ token: String) { ends[token] = nil }

    /// Ends every token.
    mutating func expireAll() { ends = [:] }

    /// Counts from zero again.
    mutating func forgetCounts() { issued = 0 }

    /// RFC 4648, section 5, without padding.
    private static func base64URL(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var encoded = ""
        var bits = 0
        var count = 0
        for byte in text.utf8 {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 6 {
                count -= 6
                encoded.append(alphabet[bits >> count & 63])
            }
            bits &= 1 << count - 1
        }
        if count > 0 { encoded.append(alphabet[bits << (6 - count) & 63]) }
        return encoded
    }
}
