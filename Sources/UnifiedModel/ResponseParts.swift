import JSONCore
import Primitives

/// Whether a response is whole.
public enum ResponseStatus: Vocabulary {
    case complete, partial

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        }
    }
}

/// What a score from 0 to 10 says of who gave it.
public enum NPSClass: Vocabulary {
    case promoter, passive, detractor

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .promoter: "promoter"
        case .passive: "passive"
        case .detractor: "detractor"
        }
    }

    /// The class of a score: 9 and 10 promote, 7 and 8 do not mind, the rest detract. Nothing for a score
    /// that is not from 0 to 10.
    public init?(_ score: Number) {
        switch score.double {
        case 9...10: self = .promoter
        case 7..<9: self = .passive
        case 0..<7: self = .detractor
        default: return nil
        }
    }
}

/// How the company sorted a response.
public struct ResponseCategory: Sendable {
    /// The category.
    public var name: Text?
    /// The one beneath it.
    public var subcategory: Text?

    /// A category.
    public init(name: Text?, subcategory: Text? = nil) {
        self.name = name
        self.subcategory = subcategory
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("subcategory", subcategory)
        writer.endObject()
    }
}

/// What the company does about a response.
public struct FollowUp: Sendable {
    /// Where it stands.
    public var status: FollowUpStatus
    /// The same in the vendor's own word.
    public var vendorStatus: Text?
    /// Who does it.
    public var owner: Text?

    /// A follow-up.
    public init(status: FollowUpStatus, vendorStatus: Text?, owner: Text?) {
        self.status = status
        self.vendorStatus = vendorStatus
        self.owner = owner
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("status", status.word)
        writer.member("vendor_status", vendorStatus)
        writer.member("owner", owner)
        writer.endObject()
    }
}

/// Where a follow-up stands.
public enum FollowUpStatus: Vocabulary {
    case open, inProgress, done, notNeeded, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .open: "open"
        case .inProgress: "in_progress"
        case .done: "done"
        case .notNeeded: "not_needed"
        case .unknown: "unknown"
        }
    }
}
