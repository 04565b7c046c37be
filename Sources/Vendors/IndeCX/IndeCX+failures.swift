import HTTPCore
import Primitives
import VendorKit

extension IndeCX {
    /// What the status says, unless the words of `{"message"}` say better: 400 and 401 stand for several
    /// refusals each. Of the 401s two are about the action and not about the credentials.
    static func failure(of answer: VendorAnswer) -> VendorFailure? {
        guard let kind = answer.failureByStatus else { return nil }
        var failure = VendorFailure(kind, quoting: answer.document?.root)
        let words = failure.message.map { Text($0) } ?? ""
        if let documented = documentedKind(answer.status, words) { failure.kind = documented }
        return failure
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
