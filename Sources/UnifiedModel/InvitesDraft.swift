import Primitives

/// Corrections of invites that were not answered yet: the whole body of a batch.
public struct InvitesDraft: Draft {
    /// The corrections, in their order.
    public var invites: [InviteDraft] = []

    /// A draft that says nothing.
    public init() {}

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        invites = body.objects("invites") { InviteDraft(reading: &$0) }
        if invites.isEmpty, body.faults.isEmpty {
            body.note("invites", "is a list of at least one invite")
        }
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["invites"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { invites.isEmpty }
}

/// What changes of one invite. Its id is the vendor's own.
public struct InviteDraft: Sendable {
    /// The invite.
    public var id: Text = ""
    /// What the person is called.
    public var name: Text?
    /// The e-mail address.
    public var email: Text?
    /// The telephone number.
    public var phone: Text?

    init(reading body: inout BodyReader) {
        let id = body.identifier("id")
        body.require(id, "id")
        self.id = id.value ?? ""
        name = body.text("name").value
        email = body.text("email").value
        phone = body.scalar("phone").value
    }
}
