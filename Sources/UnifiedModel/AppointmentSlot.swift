import JSONCore
import Primitives

/// A time at which an appointment can be booked.
public struct AppointmentSlot: UnifiedRecord, Hashable {
    /// A slot has no id: it is known by its place and time.
    public var remoteID: Text? { nil }
    /// Not known of slots.
    public var createdAt: Timestamp? { nil }
    /// Not known of slots.
    public var updatedAt: Timestamp? { nil }
    /// The day, by the calendar of the vendor's zone.
    public let day: CalendarDay
    /// The part of the day that the vendor counts it to.
    public let period: DayPeriod
    /// The time, by the clock of the vendor's zone.
    public let time: ClockTime
    /// The moment it begins.
    public let startsAt: Timestamp

    /// A slot of these parts.
    public init(day: CalendarDay, period: DayPeriod, time: ClockTime, startsAt: Timestamp) {
        self.day = day
        self.period = period
        self.time = time
        self.startsAt = startsAt
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["date", "period", "time", "starts_at"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("date", day.text)
        if record.begins("period") { period.write(to: &record.json) }
        record.member("time", time.text)
        record.member("starts_at", startsAt)
    }

    /// Writes date, period, time and moment alone, as a problem lists slots.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("date", day.text)
        writer.key("period")
        period.write(to: &writer)
        writer.member("time", time.text)
        writer.member("starts_at", startsAt)
        writer.endObject()
    }
}

/// A part of the day, such as the afternoon. Its id is bare: it has no address of its own.
public struct DayPeriod: Sendable, Hashable {
    /// The vendor's own id.
    public let id: Text
    /// What it is called.
    public let name: Text?

    /// A part of the day.
    public init(id: Text, name: Text?) {
        self.id = id
        self.name = name
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("name", name)
        writer.endObject()
    }
}
