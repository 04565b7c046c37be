import Primitives

/// What an app writes to begin somebody's visit. Ids are the vendor's own.
public struct VisitDraft: Draft {
    /// How it is served before others.
    public var classificationID: Text = ""
    /// The company.
    public var companyID: Text = ""
    /// The place.
    public var locationID: Text = ""
    /// The services.
    public var typeIDs: [Text] = []
    /// The form that is filled in.
    public var formID: Text?
    /// Who is to serve it.
    public var agentID: Text?
    /// What is filled into the form.
    public var form: [FormAnswerDraft] = []

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        classificationID = body.requiredIdentifier("classification_id")
        companyID = body.requiredIdentifier("company_id")
        locationID = body.requiredIdentifier("location_id")
        typeIDs = body.requiredIdentifiers("type_ids")
        formID = body.identifier("form_id").value
        agentID = body.identifier("agent_id").value
        form = body.objects("form") { FormAnswerDraft(reading: &$0, hasField: true) }
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "classification_id", "company_id", "location_id", "type_ids", "form_id", "agent_id", "form",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { false }

    /// The members whose ids say which connection is meant.
    public static let addressingMembers: [StaticString] = ["classification_id", "company_id", "location_id"]
}
