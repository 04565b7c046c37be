import JSONCore
import Primitives

/// A group of the services that appointments are for.
public struct AppointmentCategory: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// Whether it is in use.
    public var isActive: Bool?
    /// Whether appointments can be booked for it.
    public var isBookable: Bool?
    /// The company it belongs to.
    public var company: Reference?
    /// The vendor's id of the form that is filled in for it.
    public var formID: Text?

    /// A category of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "name", "active", "bookable", "company", "form_id", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("active", isActive)
        record.member("bookable", isBookable)
        record.reference("company", company)
        record.member("form_id", formID)
        record.customFields([])
    }
}

/// A service that appointments are for.
public struct AppointmentType: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// Whether it is in use.
    public var isActive: Bool?
    /// Whether appointments can be booked for it.
    public var isBookable: Bool?
    /// The category it belongs to.
    public var categoryID: Text?
    /// The vendor's id of the form that is filled in for it.
    public var formID: Text?
    /// What it costs, as the company wrote it.
    public var price: Text?
    /// How it is shown, such as `#af2c86`.
    public var color: Text?

    /// A service of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "name", "active", "bookable", "category_id", "form_id", "price", "color", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("active", isActive)
        record.member("bookable", isBookable)
        record.identifier("category_id", categoryID)
        record.member("form_id", formID)
        record.member("price", price)
        record.member("color", color)
        record.customFields([])
    }
}

/// A region in which a service is to be had.
public struct AppointmentRegion: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?

    /// A region of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["name", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.customFields([])
    }
}
