import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// Free times change by the minute: an answer serves a form that is filled in, and no longer.
    static let slotLifetime = Duration.seconds(10)

    static let listAppointmentSlots = SlotEndpoint(
        lifetime: slotLifetime,
        days: { place in
            let place = try checked(place)
            return Lookup("dates", of: place.key, lifetime: slotLifetime) { _ in
                reading("/pa/listDates") { place.write(to: &$0) }
            } read: { answer, _ in
                try rows(of: answer, "dates").map { value in
                    guard let day = TatodeskDate.day(dayFirst: try value.string()) else {
                        throw VendorFailure(.malformed, message: "A date is not DD/MM/YYYY.")
                    }
                    return day
                }
            }
        },
        periods: { place, day in
            let place = try checked(place)
            let key = Text(joining: place.key, " ", day.text)
            return Lookup("periods", of: key, lifetime: slotLifetime) { _ in
                reading("/pa/listPeriods") { writer in
                    place.write(to: &writer)
                    writer.member("date", TatodeskDate.dayFirst(day))
                }
            } read: { answer, _ in
                try rows(of: answer, "periods").map { value in
                    var row = try value.object()
                    return DayPeriod(id: try row.scalarText("ID"), name: try row.optionalText("name"))
                }
            }
        },
        times: { place, day, period in
            let place = try checked(place)
            let key = Text(joining: place.key, " ", day.text, " ", period.id)
            return Lookup("hours", of: key, lifetime: slotLifetime) { _ in
                reading("/pa/listHours") { writer in
                    place.write(to: &writer)
                    writer.member("date", TatodeskDate.dayFirst(day))
                    writer.number("period", period.id)
                }
            } read: { answer, _ in
                try rows(of: answer, "hours").map { value in
                    guard let time = ClockTime(try value.string()) else {
                        throw VendorFailure(.malformed, message: "A time is not HH:MM.")
                    }
                    return time
                }
            }
        })

    /// The place, whose ids are numbers at Tatodesk.
    private static func checked(_ place: SlotPlace) throws -> SlotPlace {
        SlotPlace(
            companyID: try numeric(place.companyID, .companyID),
            locationID: try numeric(place.locationID, .locationID),
            typeIDs: try place.typeIDs.map { try numeric($0, .typeID) })
    }
}

extension SlotPlace {
    /// What tells it from other places.
    fileprivate var key: Text {
        Text(([companyID, locationID] + typeIDs).map(\.string).joined(separator: " "))
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.number("companyID", companyID)
        writer.number("attendanceUnitID", locationID)
        writer.numbers("attendanceTypeIDs", typeIDs)
    }
}
