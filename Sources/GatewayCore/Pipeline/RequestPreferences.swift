import HTTPCore
import Primitives

/// How long a request may wait for a vendor's quota, and what it goes before: `Prefer` (RFC 7240) and
/// `Priority` (RFC 9218). What is malformed is ignored, as both say.
struct RequestPreferences: Sendable, Equatable {
    /// How long a request waits that says nothing.
    static let defaultWait = 5
    /// The longest wait, in seconds; one who asks for more gets this.
    static let maximumWait = 60
    /// The urgencies from which on nobody waits for the answer.
    static let bulk = 6

    /// `wait`, if the request says it, in seconds.
    private(set) var wait: Int?
    /// `u`.
    private(set) var urgency = 3

    /// Whether others go before it.
    var isBulk: Bool { urgency >= Self.bulk }

    /// Those of calls that no request waits for.
    static let refresh = RequestPreferences(wait: 0, urgency: 7)

    private init(wait: Int, urgency: Int) {
        self.wait = wait
        self.urgency = urgency
    }

    /// What these fields say.
    init(_ fields: Fields) {
        for field in fields.all {
            if field.name.equalsIgnoringCase("Prefer") {
                if wait == nil { wait = Self.wait(field.value) }
            } else if field.name.equalsIgnoringCase("Priority") {
                urgency = Self.urgency(field.value) ?? urgency
            }
        }
    }

    /// Who asks for a slot on behalf of a consumer's request.
    func caller(_ consumer: String, weight: Int) -> QuotaCaller {
        QuotaCaller(
            consumer: consumer, weight: weight, priority: isBulk ? .bulk : .normal,
            waitAtMost: .seconds(wait ?? Self.defaultWait))
    }

    /// `Preference-Applied`, when a wait was asked for.
    var applied: Text? { wait.map { Text("wait=\($0)") } }

    /// The first `wait`, if it is a number of seconds: `wait=10`, `wait = "10"; q`.
    private static func wait(_ value: Text) -> Int? {
        for preference in value.elements {
            let (name, word) = parts(preference)
            guard name.equalsIgnoringCase("wait") else { continue }
            guard var word else { return nil }
            if word.count >= 2, word[0] == UInt8(ascii: "\""), word[word.count - 1] == UInt8(ascii: "\"") {
                word = word[1..<word.count - 1]
            }
            return number(word).map { min($0, maximumWait) }
        }
        return nil
    }

    /// The last `u`, if it is one of 0 to 7 (a dictionary of RFC 8941).
    private static func urgency(_ value: Text) -> Int? {
        var urgency: Int?
        for member in value.elements {
            let (name, word) = parts(member)
            guard name == "u" as StaticString else { continue }
            urgency = word.flatMap { $0.count == 1 ? number($0) : nil }.flatMap { $0 <= 7 ? $0 : nil }
        }
        return urgency
    }

    /// `name=word;parameters`, without the parameters.
    private static func parts(_ element: Text) -> (name: Text, word: Text?) {
        let bare = element.split(at: UInt8(ascii: ";"))[0].trimmed
        guard let mark = bare.firstIndex(of: UInt8(ascii: "=")) else { return (bare, nil) }
        return (bare[0..<mark].trimmed, bare[mark + 1..<bare.count].trimmed)
    }

    /// Digits alone; a number too great to matter is held at a billion.
    private static func number(_ text: Text) -> Int? {
        guard !text.isEmpty else { return nil }
        var number = 0
        for index in 0..<text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = min(number * 10 + Int(digit), 1_000_000_000)
        }
        return number
    }
}
