import HTTPCore
import JSONCore
import Primitives
import VendorKit

extension IndeCX {
    /// What the status says, unless the words of `{"message"}` say better: 400 and 401 stand for several
    /// refusals each. Of the 401s two are about the action and not about the credentials.
    ///
    /// What became of each invite of an update is read as such, whatever the status.
    static func failure(of answer: VendorAnswer) -> VendorFailure? {
        guard let kind = answer.failureByStatus else { return nil }
        if answer.status == Status(400), let root = answer.document?.root, carriesResults(root) { return nil }
        return failure(kind, status: answer.status, quoting: answer.document?.root)
    }

    /// The payload of a successful answer. One without it is a refusal if it has a message, as those have.
    static func payload(_ name: StaticString, of answer: JSONValue) throws -> JSONValue {
        guard var fields = try? answer.object(), let payload = fields.optionalValue(name), !payload.isNull
        else { throw refusal(in: answer) }
        return payload
    }

    /// What an answer with a status of success says instead of what was asked for.
    static func refusal(in answer: JSONValue) -> VendorFailure {
        let refusal = failure(.rejected, status: Status(400), quoting: answer)
        if refusal.message != nil { return refusal }
        return VendorFailure(.malformed, message: "The answer is not what is documented.")
    }

    /// What a message of an invite's own, or a whole answer's, means.
    static func failure(words: Text) -> VendorFailure {
        VendorFailure(documentedKind(Status(400), words) ?? .rejected, message: words.string)
    }

    private static func failure(
        _ kind: VendorFailure.Kind, status: Status, quoting answer: JSONValue?
    ) -> VendorFailure {
        var failure = VendorFailure(kind, quoting: answer)
        let words = failure.message.map { Text($0) } ?? ""
        if let documented = documentedKind(status, words) { failure.kind = documented }
        return failure
    }

    private static func carriesResults(_ answer: JSONValue) -> Bool {
        guard var fields = try? answer.object(), let message = fields.optionalValue("message") else {
            return false
        }
        return message.kind == .array
    }

    private static let documented: [(status: Status, words: Text, kind: VendorFailure.Kind)] = [
        (Status(400), "Action not found", .notFound),
        (Status(400), "Invite not found", .notFound),
        (Status(400), "API key is missing", .unauthorized),
        (Status(401), "This action is blocked for integrations", .rejected),
        (Status(401), "This action is paused", .rejected),
    ]

    /// The document writes some of its messages with a full stop and some without.
    private static func documentedKind(_ status: Status, _ words: Text) -> VendorFailure.Kind? {
        documented.first { $0.status == status && words.hasPrefixIgnoringCase($0.words) }?.kind
    }
}
