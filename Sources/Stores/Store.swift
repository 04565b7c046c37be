import Primitives

/// Durable state: records that are compared and swapped, series of points in time, and leases.
///
/// Several processes may share one store; what a commit says is then true for all of them.
public protocol Store: Sendable {
    /// The record under a key; nothing when there is none or it has expired.
    func record(_ key: StoreKey) async throws(StoreError) -> StoredRecord?

    /// The points of a series from a moment on, oldest first.
    func points(of series: StoreKey, since start: Timestamp) async throws(StoreError) -> [SeriesPoint]

    /// Makes all of the changes, or none of them when a record is not at the version a change expects.
    ///
    /// - Throws: ``StoreError`` when nothing was changed, or when nobody can tell
    ///   (``StoreError/Cause/unknown``).
    func commit(_ changes: [StoreChange], _ durability: Durability) async throws(StoreError) -> CommitOutcome
}

/// What a record, a series or a lease is found by.
public struct StoreKey: Hashable, Sendable {
    /// The part of the gateway it belongs to, as `quota`.
    public let space: String
    /// Its name there, as a connection's.
    public let name: String

    /// A key.
    public init(_ space: StaticString, _ name: String) {
        self.space = "\(space)"
        self.name = name
    }
}

/// A record as it was read.
public struct StoredRecord: Equatable, Sendable {
    /// What it holds.
    public let value: [UInt8]
    /// The version that a change to it expects.
    public let version: RecordVersion

    /// A record.
    public init(value: [UInt8], version: RecordVersion) {
        self.value = value
        self.version = version
    }
}

/// Tells one writing of a record from every other; a later one is greater. The records that one commit
/// writes share it.
public struct RecordVersion: Comparable, Hashable, Sendable {
    /// How many commits there were before, in this store.
    public let number: UInt64

    /// A version.
    public init(_ number: UInt64) { self.number = number }

    /// Whether `left` was written before.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A number at a moment, in a series.
public struct SeriesPoint: Equatable, Sendable {
    /// When.
    public let moment: Timestamp
    /// How much.
    public let value: Int64

    /// A point.
    public init(moment: Timestamp, value: Int64) {
        self.moment = moment
        self.value = value
    }
}

/// One change of a commit.
public enum StoreChange: Sendable {
    /// Writes a record whose version is the expected one; with none expected, one that is not there.
    case put(StoreKey, [UInt8], expecting: RecordVersion?, expiry: Timestamp?)
    /// Removes a record whose version is the expected one.
    case remove(StoreKey, expecting: RecordVersion)
    /// Adds a point to a series, and forgets those before `start`.
    case append(SeriesPoint, to: StoreKey, keepingSince: Timestamp)
}

/// What is safe once a commit returns.
public enum Durability: Sendable {
    /// It outlives a loss of power; and what it replaces, or removes, is in no file of the store any more a moment
    /// later, once no other process reads it.
    case erased
    /// It outlives a loss of power.
    case synced
    /// It outlives the process, however that ends.
    case written
}

/// What came of a commit.
public enum CommitOutcome: Equatable, Sendable {
    /// All was changed; the records written are at this version.
    case committed(RecordVersion)
    /// Nothing was changed: a record was not at the version expected.
    case conflict
}

/// Why a store cannot do what was asked. Its description names no path and no content.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let cause: Cause
    /// What it means, in a sentence for an operator.
    public let description: String

    /// What can be wrong with a store.
    public enum Cause: Equatable, Sendable {
        /// There is no room left on the disk. Nothing was changed.
        case full
        /// The file, or its folder, may not be written. Nothing was changed.
        case readOnly
        /// Another process holds the file for longer than is waited for. Nothing was changed.
        case locked
        /// The file is damaged, or is no store.
        case damaged
        /// A later version of the gateway wrote the file.
        case tooNew
        /// As much waits to be written as may. Nothing was changed.
        case overloaded
        /// The store is closed. Nothing was changed.
        case closed
        /// Reading or writing failed in a way that leaves open whether it was done.
        case unknown
    }

    /// Whether the same may succeed a little later.
    public var isRetriable: Bool {
        switch cause {
        case .locked, .overloaded, .full: true
        case .readOnly, .damaged, .tooNew, .closed, .unknown: false
        }
    }

    /// An error.
    public init(_ cause: Cause, _ description: String) {
        self.cause = cause
        self.description = description
    }
}
