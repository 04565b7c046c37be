import Primitives

/// A person whom no survey is to be sent to any more.
public struct SuppressionDraft: Draft {
    /// The e-mail address.
    public var email: Text = ""
    /// Why.
    public var reason: Text?

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let email = body.text("email")
        body.require(email, "email")
        self.email = email.value ?? ""
        reason = body.text("reason").value
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["email", "reason"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { email.isEmpty }
}
