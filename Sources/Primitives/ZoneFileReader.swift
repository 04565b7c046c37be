/// The counts at the head of a zone's data block.
struct ZoneFileHeader {
    let version: UInt8
    let changes: Int
    let types: Int
    let leapSeconds: Int
    private let characters: Int
    private let standardFlags: Int
    private let universalFlags: Int

    /// Reads 44 bytes; nothing when they are no header.
    fileprivate init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 44, bytes.starts(with: "TZif".utf8) else { return nil }
        version = bytes[bytes.startIndex + 4]
        func count(_ index: Int) -> Int { Int(bytes.bigEndian(at: 20 + index * 4, size: 4)) }
        (universalFlags, standardFlags) = (count(0), count(1))
        (leapSeconds, changes, types, characters) = (count(2), count(3), count(4), count(5))
        let isFlagged = [universalFlags, standardFlags].allSatisfy { $0 == 0 || $0 == types }
        guard version == 0 || version >= UInt8(ascii: "2"), isFlagged, types >= 1, types <= 256,
            characters >= 1
        else { return nil }
    }

    /// How long the data block is whose times have so many bytes.
    func length(timeSize: Int) -> Int {
        changes * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardFlags
            + universalFlags
    }
}

/// Takes a zone's file apart from its front, never past its end.
struct ZoneFileReader {
    private var rest: ArraySlice<UInt8>

    init(_ file: [UInt8]) { rest = file[...] }

    mutating func header() throws(ZoneError) -> ZoneFileHeader {
        guard let header = ZoneFileHeader(try bytes(44)) else {
            throw ZoneError.malformed("it has no header of a zone's file")
        }
        return header
    }

    mutating func skip(_ count: Int) throws(ZoneError) { _ = try bytes(count) }

    mutating func bytes(_ count: Int) throws(ZoneError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw ZoneError.malformed("it ends too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// What stands between the two line feeds at the end.
    mutating func footer() throws(ZoneError) -> ArraySlice<UInt8> {
        let lineFeed = UInt8(ascii: "\n")
        let content = rest.dropFirst()
        guard rest.first == lineFeed, let end = content.firstIndex(of: lineFeed), end == content.endIndex - 1
        else { throw ZoneError.malformed("it has no footer") }
        return content[..<end]
    }
}

extension ArraySlice<UInt8> {
    /// The signed number of so many bytes, behind so many others; the caller has counted them.
    func bigEndian(at offset: Int, size: Int) -> Int64 {
        var value: UInt64 = 0
        for byte in self[startIndex + offset..<startIndex + offset + size] {
            value = value << 8 | UInt64(byte)
        }
        return Int64(bitPattern: value)
    }
}
