import HTTPCore
import JSONCore
import Primitives

extension ConnectionOperations {
    /// What is used and left of the vendor's limits, and who waits. Calls no vendor and spends nothing.
    static func quota(_ input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters([])
        let connection = try named(input)
        let snapshot = connection.quotaSnapshot
        return .json(
            .ok,
            envelope { writer in
                writer.beginObject()
                writer.member("connection", connection.name)
                write(snapshot, to: &writer)
                writer.endObject()
            })
    }

    private static func write(_ snapshot: QuotaSnapshot, to writer: inout JSONWriter) {
        writer.key("windows")
        writer.beginArray()
        for window in snapshot.windows { write(window, to: &writer) }
        writer.endArray()
        writer.member("waiting", snapshot.waiting)
        write("next_slot_in", snapshot.nextSlotIn, to: &writer)
        writer.key("consumers")
        writer.beginArray()
        for consumer in snapshot.consumers {
            writer.beginObject()
            writer.member("name", consumer.name)
            writer.member("used", consumer.used)
            writer.member("waiting", consumer.waiting)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ window: QuotaSnapshot.Window, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("key", window.key.rawValue)
        writer.member("limit", window.limit)
        write("window", window.window, to: &writer)
        writer.member("used", window.used)
        writer.member("left", window.left)
        write("resets_in", window.resetsIn, to: &writer)
        writer.endObject()
    }

    /// Seconds, to the millisecond above.
    private static func write(_ name: StaticString, _ duration: Duration, to writer: inout JSONWriter) {
        let milliseconds = (duration.nanoseconds + 999_999) / 1_000_000
        if milliseconds % 1000 == 0 {
            writer.member(name, milliseconds / 1000)
        } else {
            writer.member(name, Double(milliseconds) / 1000)
        }
    }
}
