import Primitives
import UnifiedModel

/// How to find out whether a record was made whose creation was begun and its answer lost.
///
/// Only a vendor whose documented reads tell for certain has one: a record must be known by what was written, and not
/// found only when it is not there.
public struct Reconciliation<Content: Draft, Record: UnifiedRecord>: Sendable {
    /// What a record that was found is.
    public enum Verdict: Sendable {
        /// The one that the draft made.
        case made
        /// Another one, which says nothing of the draft's.
        case other
        /// One of which that cannot be told.
        case unclear
    }

    /// How many rows a page has.
    public let pageSize: Int
    /// How many pages of each search are read at most; where there are more, nobody can tell.
    public let pagesPerSearch: Int
    /// The searches, each of which finds the record if it is there; none for a draft that no search is sure to find.
    public let searches: @Sendable (Content, Account) -> [ListStage<Record>]
    /// What a record is that such a search found.
    ///
    /// - Parameter since: When the creation began, by the gateway's clock.
    public let verdict: @Sendable (Record, Content, _ since: Timestamp) -> Verdict
    /// The record as the creation would have answered with it.
    public let record: @Sendable (Record, Content) -> Record

    /// A reconciliation of these parts.
    public init(
        pageSize: Int, pagesPerSearch: Int,
        searches: @escaping @Sendable (Content, Account) -> [ListStage<Record>],
        verdict: @escaping @Sendable (Record, Content, _ since: Timestamp) -> Verdict,
        record: @escaping @Sendable (Record, Content) -> Record
    ) {
        self.pageSize = pageSize
        self.pagesPerSearch = pagesPerSearch
        self.searches = searches
        self.verdict = verdict
        self.record = record
    }
}
