import Primitives
import Synchronization

/// The surveys whose responses a list left out, each with the reason. Rows are read one after the other,
/// but a list may be asked from several tasks.
public final class Exclusions: Sendable {
    /// A survey that was left out.
    public struct Survey: Sendable, Hashable {
        /// The vendor's own id, if it is known.
        public let id: Text?
        /// What it is called.
        public let name: Text?
        /// Why it was left out.
        public let reason: Text
    }

    /// How many are kept; those past it are not told.
    public static let maximum = 100

    private let surveys = Mutex<[Survey]>([])

    /// None, as yet.
    public init() {}

    /// Notes a survey, once. Its texts are copied: the row does not outlive its page.
    public func note(id: Text?, name: Text?, reason: StaticString) {
        surveys.withLock { surveys in
            guard surveys.count < Self.maximum, !surveys.contains(where: { $0.id == id && $0.name == name })
            else { return }
            surveys.append(
                Survey(
                    id: id.map { Text($0.string) }, name: name.map { Text($0.string) },
                    reason: Text(stringLiteral: reason)))
        }
    }

    /// All that were noted.
    public var all: [Survey] { surveys.withLock { $0 } }
}
