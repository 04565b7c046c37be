import JSONCore
import Primitives

/// Somebody's visit to a place of the company: a number drawn, a wait, a desk.
public struct Visit: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When the person came.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What people ask for it by.
    public var protocolNumber: Text?
    /// What is called out, such as `CM12`.
    public var code: Text?
    /// Where it stands.
    public var status: VisitStatus = .unknown
    /// Where it stands in the vendor's own word or id.
    public var vendorStatus: Text?
    /// The company it is to.
    public var company: Reference?
    /// Where it is.
    public var location: Reference?
    /// The region of that place.
    public var region: Text?
    /// The services asked for.
    public var type: Reference?
    /// How it is served before others.
    public var classification: Reference?
    /// Who serves it.
    public var agent: Reference?
    /// The desk it is served at.
    public var desk: Text?
    /// Whether the person is served from elsewhere.
    public var isRemote: Bool?
    /// When it was called.
    public var calledAt: Timestamp?
    /// When serving began.
    public var startedAt: Timestamp?
    /// How long each part of it took.
    public var durations = Durations()
    /// How the person rated it.
    public var rating: Rating?
    /// Where the person can rate it.
    public var ratingLink: Text?
    /// Where the person can send documents.
    public var documentLinks: [DocumentLink] = []
    /// What was filled in.
    public var form: [FormAnswer] = []
    /// Fields of the company's own.
    public var customFields: [NamedValue] = []

    /// How long each part of a visit took, in seconds.
    public struct Durations: Sendable, Hashable {
        /// From the person's coming to the call.
        public var waiting: Int64?
        /// From the call to the desk.
        public var displacement: Int64?
        /// At the desk.
        public var service: Int64?
        /// Of that, while serving was interrupted.
        public var paused: Int64?

        /// Nothing known.
        public init() {}
    }

    /// How a person rated a visit.
    public struct Rating: Sendable {
        /// The score, from 0 to 10.
        public var score: Number?
        /// What the person wrote.
        public var comment: Text?

        /// A rating; nothing when neither part is known.
        public init?(score: Number?, comment: Text?) {
            if score == nil && comment == nil { return nil }
            self.score = score
            self.comment = comment
        }
    }

    /// Where a person can send documents.
    public struct DocumentLink: Sendable {
        /// What they are for.
        public var name: Text?
        /// The form they are sent with.
        public var form: Text?
        /// The address.
        public var url: Text?

        /// A link.
        public init(name: Text?, form: Text?, url: Text?) {
            self.name = name
            self.form = form
            self.url = url
        }
    }

    /// A visit of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "protocol", "code", "status", "vendor_status", "company", "location", "region", "type",
            "classification", "agent", "desk", "remote", "called_at", "started_at", "durations", "rating",
            "rating_link", "document_links", "form", "custom_fields",
        ]
}

/// Where a visit stands.
public enum VisitStatus: Vocabulary {
    case completed, cancelled, noShow, expired, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .completed: "completed"
        case .cancelled: "cancelled"
        case .noShow: "no_show"
        case .expired: "expired"
        case .unknown: "unknown"
        }
    }
}
