import Glibc

extension Zone {
    /// Where the system keeps its zones.
    private static let directory = "/usr/share/zoneinfo"
    /// The longest file that is read; the system's have 4 KB.
    private static let maximumLength = 256 * 1024

    /// The zone of that name, from the system's files. It blocks for a read of the disk; `UTC` needs none.
    public convenience init(named name: String) throws(ZoneError) {
        guard Self.isWellFormed(name) else { throw ZoneError.badName }
        if name == "UTC" {
            self.init(name: name, ZoneTable(firstOffset: 0))
            return
        }
        try self.init(name: name, file: Self.contents(ofFile: "\(Self.directory)/\(name)"))
    }

    /// A zone by the bytes of its file (RFC 8536, version 2 or later).
    convenience init(name: String, file: [UInt8]) throws(ZoneError) {
        self.init(name: name, try ZoneTable(file: file))
    }

    /// Letters, digits and `_ + -` between slashes: nothing that leads out of the directory.
    private static func isWellFormed(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
            part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                        || "_+-".utf8.contains(byte)
                }
        }
    }

    private static func contents(ofFile path: String) throws(ZoneError) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw ZoneError.unreadable(lastError) }
        defer { fclose(file) }
        var read = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: maximumLength + 1) { room, count in
            read = fread(room.baseAddress, 1, maximumLength + 1, file)
            count = read
        }
        if ferror(file) != 0 { throw ZoneError.unreadable(lastError) }
        if read > maximumLength { throw ZoneError.malformed("it is too long") }
        return bytes
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}

extension ZoneTable {
    /// The changes that a file lists, and those its footer speaks of.
    init(file: [UInt8]) throws(ZoneError) {
        var reader = ZoneFileReader(file)
        let old = try reader.header()
        guard old.version >= UInt8(ascii: "2") else { throw ZoneError.malformed("it is of version 1") }
        try reader.skip(old.length(timeSize: 4))
        let header = try reader.header()
        guard header.leapSeconds == 0 else { throw ZoneError.malformed("it counts leap seconds") }
        let block = try reader.bytes(header.length(timeSize: 8))
        let footer = try reader.footer()
        try self.init(header, block)
        guard !footer.isEmpty else { return }
        guard let rule = ZoneRule(footer) else { throw ZoneError.malformed("its footer is no rule") }
        try extend(by: rule)
    }

    /// The changes of a data block: the times, the type of each, the types, and what is of no use here.
    private init(_ header: ZoneFileHeader, _ block: ArraySlice<UInt8>) throws(ZoneError) {
        let typesOfChanges = block.dropFirst(header.changes * 8)
        let types = typesOfChanges.dropFirst(header.changes)
        var offsets: [Int32] = []
        for index in 0..<header.types {
            let offset = Int32(truncatingIfNeeded: types.bigEndian(at: index * 6, size: 4))
            // RFC 8536, section 3.2: more than -25 hours and less than 26.
            guard (-89_999...93_599).contains(offset) else {
                throw ZoneError.malformed("an offset is out of range")
            }
            offsets.append(offset)
        }
        self.init(firstOffset: offsets[0])
        for index in 0..<header.changes {
            let change = block.bigEndian(at: index * 8, size: 8)
            let type = Int(typesOfChanges[typesOfChanges.startIndex + index])
            guard type < offsets.count else {
                throw ZoneError.malformed("a change is of a type that is not there")
            }
            // RFC 8536, section 3.2, advises against earlier ones; no sum of a time and an offset overflows.
            guard change >= -(1 << 59), change <= 1 << 59, changes.last.map({ $0 < change }) ?? true else {
                throw ZoneError.malformed("its changes are not in the order of time")
            }
            try add(change: change, offset: offsets[type])
        }
    }
}
