/// A key as it stands in the string buffer: its length in four bytes, and its characters. Its first eight
/// bytes and its last eight tell most keys apart and are all there is of a name of up to twelve characters.
///
/// `@unchecked Sendable`: what `image` points at is immutable.
struct JSONKey: @unchecked Sendable {
    /// The length and the characters. Whoever made the key keeps them.
    let image: UnsafePointer<UInt8>
    /// The length in the lower half, up to four characters in the upper.
    let first: UInt64
    /// The last eight bytes, which reach back into the length of a short name; 0 where the name has fewer
    /// than four characters and `first` says it all.
    let last: UInt64

    /// The key at `image`, where eight bytes can be read even if the name is shorter.
    @inline(__always) init(image: UnsafePointer<UInt8>) {
        let word = UInt64(littleEndian: UnsafeRawPointer(image).loadUnaligned(as: UInt64.self))
        let length = word & 0xFFFF_FFFF
        self.image = image
        if length < 4 {
            first = word & ((1 &<< (32 &+ 8 &* length)) &- 1)
            last = 0
        } else {
            let end = UnsafeRawPointer(image) + Int(truncatingIfNeeded: length) - 4
            first = word
            last = UInt64(littleEndian: end.loadUnaligned(as: UInt64.self))
        }
    }

    /// How many bytes the image has.
    var size: Int { 4 &+ Int(truncatingIfNeeded: first & 0xFFFF_FFFF) }

    /// Whether both have the same characters.
    @inline(__always) static func == (left: JSONKey, right: JSONKey) -> Bool {
        guard left.first == right.first && left.last == right.last else { return false }
        var position = 8
        while position &+ 8 < left.size {
            let leftWord = UnsafeRawPointer(left.image + position).loadUnaligned(as: UInt64.self)
            let rightWord = UnsafeRawPointer(right.image + position).loadUnaligned(as: UInt64.self)
            if leftWord != rightWord { return false }
            position &+= 8
        }
        return true
    }

    /// A number below 128 that most keys differ by.
    @inline(__always) var hash: Int {
        Int(truncatingIfNeeded: ((first ^ (last &>> 7)) &* 0x9E37_79B9_7F4A_7C15) &>> 57)
    }
}
