import JSONCore
import Primitives

/// What a campaign sent to one person.
public struct CampaignItem: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When the campaign ran.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The campaign; it has no address of its own here.
    public var campaign = Campaign()
    /// How it went out.
    public var channel: MessageChannel?
    /// The same in the vendor's own word.
    public var vendorChannel: Text?
    /// The address or the number it went to.
    public var to: Text?
    /// The department it belongs to.
    public var department: Reference?
    /// What the template is called.
    public var template: Text?
    /// What was put in the template's places.
    public var parameters: [Text] = []
    /// What became of it.
    public var dispatch = Dispatch()
    /// Fields of the company's own.
    public var metadata: [NamedValue] = []

    /// What is told of a campaign with each thing it sent.
    public struct Campaign: Sendable {
        /// The vendor's own id.
        public var id: Text?
        /// What it is called.
        public var name: Text?
        /// How far it came.
        public var status: DispatchStatus?
        /// The same in the vendor's own word.
        public var vendorStatus: Text?
        /// Whom it was for.
        public var audience: Text?
        /// What its people are known by, in the vendor's word.
        public var audienceType: Text?

        /// A campaign of which nothing is known.
        public init() {}
    }

    /// An item of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "campaign", "channel", "vendor_channel", "to", "department", "template", "parameters",
        ] + Dispatch.memberNames + ["metadata", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        if record.begins("campaign") { campaign.write(to: &record.json) }
        record.member("channel", channel)
        record.member("vendor_channel", vendorChannel)
        record.member("to", to)
        record.reference("department", department)
        record.member("template", template)
        record.texts("parameters", parameters)
        dispatch.writeMembers(to: &record)
        record.values("metadata", metadata)
        record.customFields([])
    }
}

extension CampaignItem.Campaign {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("name", name)
        if let status { writer.member("status", status.word) } else { writer.nullMember("status") }
        writer.member("vendor_status", vendorStatus)
        writer.member("audience", audience)
        writer.member("audience_type", audienceType)
        writer.endObject()
    }
}
