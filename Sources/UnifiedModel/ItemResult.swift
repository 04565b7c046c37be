import HTTPCore
import JSONCore
import Primitives

/// What became of one item of a write that holds many.
public struct ItemResult: Sendable {
    /// The status the item would have had alone.
    public var status: Status
    /// The id it got, with its connection.
    public var id: Text?
    /// What went wrong.
    public var problem: Problem?

    /// An item that was written.
    public init(status: Status, id: Text? = nil) {
        self.status = status
        self.id = id
    }

    /// An item that was not.
    public init(_ problem: Problem) {
        status = problem.status
        self.problem = problem
    }

    /// Writes `status`, `id` and `problem`.
    public func writeMembers(to writer: inout JSONWriter) {
        writer.member("status", Int(status.code))
        writer.member("id", id)
        writer.key("problem")
        if let problem { problem.write(to: &writer) } else { writer.null() }
    }
}
