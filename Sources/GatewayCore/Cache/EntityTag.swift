import CXXHash
import HTTPCore
import Primitives

/// A strong entity tag (RFC 9110, section 8.8.3): it tells contents apart, whatever was kept of them.
struct EntityTag: Sendable {
    /// The tag as it stands in `ETag`, in its quotes.
    let text: Text

    /// The tag of a body.
    ///
    /// - Parameter flags: Where in it is said, by `true` or `false`, whether a source was kept from before. A body
    ///   is the same whether it was or not, so each counts as `false`.
    init(_ body: ByteBuffer, flags: [Int] = []) {
        let truths = flags.filter { body[$0] == UInt8(ascii: "t") }
        let hash = body.withBytes { bytes in
            truths.isEmpty ? cx_hash(bytes.baseAddress, bytes.count) : Self.hash(bytes, without: truths)
        }
        let buffer = ByteBuffer(capacity: 34)
        buffer.appendUninitialized(34) { output in
            output[0] = UInt8(ascii: "\"")
            Hexadecimal.write(hash.high, to: output + 1)
            Hexadecimal.write(hash.low, to: output + 17)
            output[33] = UInt8(ascii: "\"")
            return 34
        }
        text = buffer.text(0..<34)
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, without truths: [Int]) -> cx_hash128 {
        let word: StaticString = "false"
        var pieces: [cx_hash_piece] = []
        var start = 0
        for truth in truths {
            pieces.append(cx_hash_piece(bytes: bytes.baseAddress.map { $0 + start }, count: truth - start))
            pieces.append(cx_hash_piece(bytes: word.utf8Start, count: word.utf8CodeUnitCount))
            start = truth + 4
        }
        let rest = cx_hash_piece(bytes: bytes.baseAddress.map { $0 + start }, count: bytes.count - start)
        pieces.append(rest)
        return cx_hash_pieces(pieces, pieces.count)
    }

    /// Whether the client has it already, as its `If-None-Match` says: a list of tags, weak or strong, or `*`
    /// (RFC 9110, section 13.1.2).
    func isHeld(by fields: Fields) -> Bool {
        fields.all.contains { $0.name.equalsIgnoringCase("If-None-Match") && isListed(in: $0.value) }
    }

    private func isListed(in list: Text) -> Bool {
        if list == "*" as StaticString { return true }
        var index = 0
        while index < list.count {
            // A weak tag is compared by what stands in its quotes.
            guard list[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            let rest = list[index + 1..<list.count]
            guard let length = rest.firstIndex(of: UInt8(ascii: "\"")) else { return false }
            if list[index..<index + length + 2] == text { return true }
            index += length + 2
        }
        return false
    }
}
