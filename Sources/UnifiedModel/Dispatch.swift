import JSONCore
import Primitives

/// What became of a message on its way to one person.
public struct Dispatch: Sendable {
    /// How far it came.
    public var status: DispatchStatus?
    /// The same in the vendor's own word.
    public var vendorStatus: Text?
    /// What went wrong, in the vendor's words.
    public var error: Text?
    /// Whether it reached the person.
    public var isDelivered: Bool?
    /// Whether the person read it.
    public var isRead: Bool?
    /// Whether the person did something upon it.
    public var hasInteraction: Bool?
    /// What it led to, in the vendor's words.
    public var conversion: Text?
    /// The conversation it led to.
    public var sessionID: Text?
    /// Who sent it.
    public var sender: Text?
    /// What the channel's owner asks for it.
    public var billing: MessageBilling?

    /// One of which nothing is known.
    public init() {}

    static let memberNames: [StaticString] = [
        "status", "vendor_status", "error", "delivered", "read", "interaction", "conversion", "session_id",
        "sender", "billing",
    ]

    func writeMembers(to record: inout RecordWriter) {
        record.member("status", status)
        record.member("vendor_status", vendorStatus)
        record.member("error", error)
        record.member("delivered", isDelivered)
        record.member("read", isRead)
        record.member("interaction", hasInteraction)
        record.member("conversion", conversion)
        record.identifier("session_id", sessionID)
        record.member("sender", sender)
        guard record.begins("billing") else { return }
        if let billing { billing.write(to: &record.json) } else { record.json.null() }
    }
}

/// How far a message came.
public enum DispatchStatus: Vocabulary {
    case completed, failed, unknown

    /// The word as it stands in JSON.
    public var word: StaticString {
        switch self {
        case .completed: "completed"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }
}

/// What the owner of a channel asks for a message.
public struct MessageBilling: Sendable, Equatable {
    /// Whether it is asked for at all.
    public var isBillable: Bool?
    /// By what it is reckoned, in the vendor's word.
    public var model: Text?
    /// What kind of message it was reckoned as, in the vendor's word.
    public var category: Text?

    /// Billing of these parts; nothing when none is known.
    public init?(isBillable: Bool?, model: Text?, category: Text?) {
        if isBillable == nil && model == nil && category == nil { return nil }
        self.isBillable = isBillable
        self.model = model
        self.category = category
    }

    /// Writes `{billable, model, category}`.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("billable", isBillable)
        writer.member("model", model)
        writer.member("category", category)
        writer.endObject()
    }
}
