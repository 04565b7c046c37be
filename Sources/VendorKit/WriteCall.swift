import HTTPCore
import JSONCore
import Primitives
import UnifiedModel

/// One of the calls that a write of many items is made of.
public struct WriteCall<Outcome: Sendable>: Sendable {
    /// The items it carries, by their places in the body.
    public let items: Range<Int>
    /// The call.
    public let request: VendorRequest
    /// Reads the answer: the items are done, or need another call. Throws a ``VendorFailure`` when the answer
    /// does not say so.
    public let read: @Sendable (JSONValue) throws -> WriteStep<Outcome>
    /// Whether another call for the same items follows upon a good answer, made of what that says.
    public let isFollowed: Bool

    /// A call of these parts.
    public init(
        items: Range<Int>, request: VendorRequest, isFollowed: Bool = false,
        read: @escaping @Sendable (JSONValue) throws -> WriteStep<Outcome>
    ) {
        self.items = items
        self.request = request
        self.isFollowed = isFollowed
        self.read = read
    }
}

/// What follows upon the answer to a ``WriteCall``.
public enum WriteStep<Outcome: Sendable>: Sendable {
    /// Nothing: its items are done.
    case done(Outcome)
    /// Another call for the same items, which the answer was needed for.
    indirect case then(WriteCall<Outcome>)
}

/// How a vendor writes many items at once, each with a result of its own.
public struct BatchEndpoint<Content: Draft>: Sendable {
    /// The members of an item it can write.
    public let writable: [StaticString]
    /// What has to be looked up before the calls can be made.
    public let lookups: @Sendable (BatchInput<Content>) -> [LookupStep]
    /// The calls, one behind the other; together they carry every item once. Throws a ``HTTPCore/Problem``
    /// for a draft that the vendor would refuse, with a pointer to each fault.
    public let calls:
        @Sendable (BatchInput<Content>, LookupResults, Account) throws -> [WriteCall<[ItemOutcome]>]

    /// A batch of these parts.
    public init(
        writable: [StaticString],
        lookups: @escaping @Sendable (BatchInput<Content>) -> [LookupStep] = { _ in [] },
        calls:
            @escaping @Sendable (BatchInput<Content>, LookupResults, Account) throws -> [WriteCall<
                [ItemOutcome]
            >]
    ) {
        self.writable = writable
        self.lookups = lookups
        self.calls = calls
    }
}

/// What a batch is made of.
public struct BatchInput<Content: Draft>: Sendable {
    /// The vendor's id of the resource that the path names; empty where it names none.
    public let owner: Text
    /// The items.
    public let draft: Content

    /// The parts of a batch.
    public init(owner: Text, draft: Content) {
        self.owner = owner
        self.draft = draft
    }
}

/// What became of one item of a batch.
public enum ItemOutcome: Sendable {
    /// It was written; with the vendor's id, if it said one.
    case done(Status, id: Text?)
    /// The vendor refused this one.
    case refused(VendorFailure)
}

/// How a vendor sends a survey, or makes links to it.
public struct DistributionEndpoint: Sendable {
    /// The members of the draft it can write.
    public let writable: [StaticString]
    /// What has to be looked up before the calls can be made.
    public let lookups: @Sendable (DistributionDraft) -> [LookupStep]
    /// The calls, one behind the other; together they carry every recipient once. Throws a
    /// ``HTTPCore/Problem`` for a draft that the vendor would refuse, with a pointer to each fault.
    public let calls:
        @Sendable (DistributionDraft, LookupResults, Account) throws -> [WriteCall<DistributionOutcome>]

    /// A distribution of these parts.
    public init(
        writable: [StaticString],
        lookups: @escaping @Sendable (DistributionDraft) -> [LookupStep] = { _ in [] },
        calls:
            @escaping @Sendable (DistributionDraft, LookupResults, Account) throws -> [WriteCall<
                DistributionOutcome
            >]
    ) {
        self.writable = writable
        self.lookups = lookups
        self.calls = calls
    }
}

/// What a vendor says of a new distribution, or of a part of it.
public struct DistributionOutcome: Sendable {
    /// Its id, if the vendor said one.
    public var id: Text?
    /// The recipients with their links, if the vendor said them.
    public var recipients: [DistributionRecipient]

    /// An outcome.
    public init(id: Text? = nil, recipients: [DistributionRecipient] = []) {
        self.id = id
        self.recipients = recipients
    }
}
