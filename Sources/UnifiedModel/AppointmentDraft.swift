import Primitives

/// What an app writes to book an appointment. Ids are the vendor's own.
public struct AppointmentDraft: Draft {
    /// The company.
    public var companyID: Text = ""
    /// The place.
    public var locationID: Text = ""
    /// The category of the services.
    public var categoryID: Text = ""
    /// The services.
    public var typeIDs: [Text] = []
    /// The day, by the calendar of the vendor's zone.
    public var day = CalendarDay(daysSince1970: 0)
    /// The time, by the clock of the vendor's zone.
    public var time: ClockTime?
    /// The part of the day; found where nothing is said.
    public var periodID: Text?
    /// How the booking reached the company; the connection's own where nothing is said.
    public var channelID: Text?
    /// What is filled into the form.
    public var form: [FormAnswerDraft] = []

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        companyID = body.requiredIdentifier("company_id")
        locationID = body.requiredIdentifier("location_id")
        categoryID = body.requiredIdentifier("category_id")
        typeIDs = body.requiredIdentifiers("type_ids")
        let day = body.day("date")
        body.require(day, "date")
        self.day = day.value ?? self.day
        let time = body.clockTime("time")
        body.require(time, "time")
        self.time = time.value
        periodID = body.identifier("period_id").value
        channelID = body.identifier("channel_id").value
        form = body.objects("form") { FormAnswerDraft(reading: &$0, hasField: false) }
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "company_id", "location_id", "category_id", "type_ids", "date", "time", "period_id", "channel_id",
        "form",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { false }

    /// The members whose ids say which connection is meant.
    public static let addressingMembers: [StaticString] = ["company_id", "location_id", "category_id"]
}

/// What is filled into one field of a form.
public struct FormAnswerDraft: Sendable {
    /// The vendor's id of the field, where that is needed.
    public var fieldID: Text?
    /// The field.
    public var key: Text
    /// What is filled in.
    public var value: Text

    init(reading body: inout BodyReader, hasField: Bool) {
        if hasField {
            let field = body.identifier("field_id")
            body.require(field, "field_id")
            fieldID = field.value
        }
        let key = body.text("key")
        body.require(key, "key")
        self.key = key.value ?? ""
        let value = body.scalar("value")
        body.require(value, "value")
        self.value = value.value ?? ""
    }
}

extension BodyReader {
    /// An id that must be there.
    mutating func requiredIdentifier(_ name: StaticString) -> Text {
        let id = identifier(name)
        require(id, name)
        return id.value ?? ""
    }

    /// A list of ids of which there must be one at least.
    mutating func requiredIdentifiers(_ name: StaticString) -> [Text] {
        let ids = identifiers(name)
        require(ids, name)
        if ids.value?.isEmpty == true { note(name, "names one at least") }
        return ids.value ?? []
    }

    /// A day, `YYYY-MM-DD`; `null` clears it.
    mutating func day(_ name: StaticString) -> Change<CalendarDay> {
        change(name) { value in
            guard let text = try? value.string(), let day = CalendarDay(iso8601: text) else {
                throw Expected("a date, YYYY-MM-DD")
            }
            return day
        }
    }

    /// A time of day, `HH:MM`; `null` clears it.
    mutating func clockTime(_ name: StaticString) -> Change<ClockTime> {
        change(name) { value in
            guard let text = try? value.string(), let time = ClockTime(text) else {
                throw Expected("a time of day, HH:MM")
            }
            return time
        }
    }
}
