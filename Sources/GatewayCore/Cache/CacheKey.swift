import CXXHash
import HTTPCore
import Primitives
import UnifiedModel

/// What an answer is found again by: the operation, the path, and the query's parameters in the order of their
/// names. Each part stands behind its length, so that no two requests have the same key.
///
/// It holds nothing of who asks. A scope covers all records of its resource on every connection, and is checked
/// before a key is made, so whoever gets this far would be given the same answer.
struct CacheKey: Hashable, Sendable {
    private static let seed = UInt64.random(in: .min ... .max)

    /// A hash that another process makes otherwise, so that nobody outside knows which keys share it.
    let hash: UInt64
    private let bytes: Text

    /// The key of a request.
    init(_ operation: Operation, path: Text, _ parameters: [QueryParameters.Parameter]) {
        let size = parameters.reduce(path.count + 48) { $0 + $1.name.count + $1.value.count + 8 }
        let buffer = ByteBuffer(capacity: size)
        let name = operation.rawValue
        Self.append(length: name.utf8.count, to: buffer)
        buffer.append(name)
        Self.append(path, to: buffer)
        for parameter in Self.inOrder(parameters) {
            Self.append(parameter.name, to: buffer)
            Self.append(parameter.value, to: buffer)
        }
        bytes = buffer.text(0..<buffer.count)
        hash = bytes.withBytes { cx_hash_key($0.baseAddress, $0.count, Self.seed) }
    }

    /// How many bytes it has.
    var count: Int { bytes.count }

    /// Whether both are of the same request.
    static func == (left: CacheKey, right: CacheKey) -> Bool {
        left.hash == right.hash && left.bytes == right.bytes
    }

    /// Hashes the hash.
    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    private static func append(_ part: Text, to buffer: ByteBuffer) {
        append(length: part.count, to: buffer)
        buffer.append(part)
    }

    private static func append(length: Int, to buffer: ByteBuffer) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: length)) { buffer.append($0) }
    }

    private static func inOrder(
        _ parameters: [QueryParameters.Parameter]
    ) -> [QueryParameters.Parameter] {
        let isInOrder = zip(parameters, parameters.dropFirst()).allSatisfy { !precedes($1, $0) }
        return isInOrder ? parameters : parameters.sorted(by: precedes)
    }

    private static func precedes(
        _ one: QueryParameters.Parameter, _ other: QueryParameters.Parameter
    ) -> Bool {
        let names = order(one.name, other.name)
        return (names == 0 ? order(one.value, other.value) : names) < 0
    }

    /// Below zero when `one` comes first, above when `other` does, and zero when they are the same.
    private static func order(_ one: Text, _ other: Text) -> Int {
        one.withBytes { left in
            other.withBytes { right in
                for index in 0..<min(left.count, right.count) where left[index] != right[index] {
                    return Int(left[index]) - Int(right[index])
                }
                return left.count - right.count
            }
        }
    }
}
