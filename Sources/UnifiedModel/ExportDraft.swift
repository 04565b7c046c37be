import Primitives

/// A file of records that an app asks for. Ids are the vendor's own.
public struct ExportDraft: Draft {
    /// What it is to hold.
    public var resource: ExportResource = .responses
    /// The survey whose records are wanted.
    public var surveyID: Text?
    /// The distribution whose records are wanted.
    public var distributionID: Text?
    /// Which responses are wanted; all of them where nothing is said.
    public var status: ResponseStatus?
    /// Whether texts stand in quotes, with semicolons between the columns.
    public var isQuoted: Bool?
    /// The group of follow-ups wanted.
    public var followUpGroupID: Text?
    /// Which follow-ups are wanted.
    public var followUpStatus: FollowUpStatus?

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let resource = body.word("resource", ExportResource.self)
        body.require(resource, "resource")
        self.resource = resource.value ?? .responses
        surveyID = body.identifier("survey_id").value
        distributionID = body.identifier("distribution_id").value
        status = body.word("status", ResponseStatus.self).value
        isQuoted = body.flag("quoted").value
        followUpGroupID = body.identifier("follow_up_group_id").value
        followUpStatus =
            body.word("follow_up_status", FollowUpStatus.self, except: [.unknown, .notNeeded])
            .value
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "resource", "survey_id", "distribution_id", "status", "quoted", "follow_up_group_id",
        "follow_up_status",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { false }

    /// The members whose ids say which connection is meant.
    public static let addressingMembers: [StaticString] = ["survey_id", "distribution_id"]
}
