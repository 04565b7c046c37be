public import Primitives

/// What many strings begin with, such as the name of a connection before each id: escaped once, and copied
/// before each of them.
public struct JSONStringPrefix: Sendable {
    /// The opening quote and the escaped characters.
    @usableFromInline let opening: Text

    /// The prefix of these characters.
    public init(_ characters: Text) {
        let buffer = ByteBuffer(capacity: characters.count + 1)
        var writer = JSONWriter(buffer)
        writer.beginString()
        writer.appendString(characters)
        opening = buffer.text(0..<buffer.count)
    }
}
