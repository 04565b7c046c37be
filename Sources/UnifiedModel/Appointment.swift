import JSONCore
import Primitives

/// A visit that was booked ahead.
public struct Appointment: UnifiedRecord {
    /// The vendor's own id: what the appointment is asked for by.
    public var remoteID: Text?
    /// When it was booked.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The company it is with.
    public var company: Reference?
    /// Where it is.
    public var location: Reference?
    /// The address of that place.
    public var address: Text?
    /// The category of the service.
    public var categoryID: Text?
    /// The service.
    public var type: Reference?
    /// The day, by the calendar of the vendor's zone.
    public var day: CalendarDay?
    /// The time, by the clock of the vendor's zone.
    public var time: ClockTime?
    /// The moment it begins.
    public var startsAt: Timestamp?
    /// Where it stands.
    public var status: AppointmentStatus = .unknown
    /// Where it stands in the vendor's own word.
    public var vendorStatus: Text?
    /// The desk it is served at.
    public var desk: Text?
    /// What has to be brought along.
    public var documents: [Text] = []
    /// What was filled in.
    public var form: [FormAnswer] = []

    /// An appointment of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "company", "location", "category_id", "type", "date", "time", "starts_at", "status",
            "vendor_status", "desk", "documents", "form", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.reference("company", company)
        record.place("location", location, address: address)
        record.identifier("category_id", categoryID)
        record.reference("type", type)
        record.member("date", day?.text)
        record.member("time", time?.text)
        record.member("starts_at", startsAt)
        record.member("status", status)
        record.member("vendor_status", vendorStatus)
        record.member("desk", desk)
        record.texts("documents", documents)
        record.form("form", form)
        record.customFields([])
    }
}

/// Where an appointment stands.
public enum AppointmentStatus: Vocabulary {
    case scheduled, completed, cancelled, noShow, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .scheduled: "scheduled"
        case .completed: "completed"
        case .cancelled: "cancelled"
        case .noShow: "no_show"
        case .unknown: "unknown"
        }
    }
}

/// What was filled into one field of a form.
public struct FormAnswer: Sendable, Hashable {
    /// The field.
    public let key: Text
    /// What was filled in.
    public let value: Text?

    /// A field as it was filled in.
    public init(key: Text, value: Text?) {
        self.key = key
        self.value = value
    }
}

extension RecordWriter {
    /// Writes a form as an array of `key` and `value`.
    mutating func form(_ name: StaticString, _ answers: [FormAnswer]) {
        list(name, answers) { answer, record in
            record.json.beginObject()
            record.json.member("key", answer.key)
            record.json.member("value", answer.value)
            record.json.endObject()
        }
    }

    /// Writes an object of `id`, `name` and `address`, or `null`.
    mutating func place(_ name: StaticString, _ place: Reference?, address: Text?) {
        guard begins(name) else { return }
        guard place != nil || address != nil else { return json.null() }
        json.beginObject()
        json.member("id", place?.remoteID.map { Text(joining: source.connection, ":", $0) })
        json.member("name", place?.name)
        json.member("address", address)
        json.endObject()
    }
}
