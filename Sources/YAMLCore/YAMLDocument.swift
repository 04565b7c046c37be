import Primitives

/// One YAML document, read whole.
///
/// Anchors, aliases and tags outside of the core schema are refused: a document is exactly as large as its
/// text, and a value that begins with `&`, `*` or `!` without quotes is said, not silently lost.
public struct YAMLDocument: Equatable, Sendable {
    /// The top of the tree; a null scalar when the text holds nothing.
    public var root: YAMLNode

    /// Reads UTF-8 text. Nobody writes to `source` meanwhile. Throws every doubled key, or the first thing
    /// that makes the rest unreadable: bad syntax, bad UTF-8, a bound passed, a second document.
    public init(parsing source: ByteBuffer, limits: YAMLLimits = YAMLLimits()) throws(YAMLFailure) {
        var builder = TreeBuilder(limits: limits)
        do throws(YAMLFault) {
            root = try builder.build(source)
        } catch {
            throw YAMLFailure(faults: builder.doubledKeys + [error])
        }
        if !builder.doubledKeys.isEmpty {
            let faults = builder.doubledKeys.sorted { $0.mark < $1.mark }
            throw YAMLFailure(faults: faults, readable: root)
        }
    }

    /// Reads a string.
    public init(parsing text: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLFailure) {
        try self.init(parsing: ByteBuffer(text), limits: limits)
    }
}
