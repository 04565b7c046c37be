import HTTPCore
import Primitives

/// Where the next page of a list begins: for each connection asked, a place in its vendor's pages.
///
/// To an app it is opaque. It is signed, and bound to the operation, the filters and the sort it was made
/// for, so that a foreign or altered one is refused.
struct Cursor: Equatable {
    /// The connections that have more, each with its place.
    var places: [Place]
    /// When the list was begun. Ranges that end with the present end there on every page, or rows would move
    /// between pages.
    var began: Timestamp

    /// A place in one connection's pages.
    struct Place: Equatable {
        /// The connection.
        var connection: String
        /// Which of the calls a list is made of.
        var stage: Int
        /// The vendor's page, from 0.
        var page: Int
        /// How many rows of that page have been given already.
        var skip: Int
        /// How many rows the vendor's pages have.
        var size: Int
    }

    private static let version: UInt8 = 2
    private static let signatureLength = 16
    /// What a place takes with a connection's name of a usual length.
    private static let usualPlaceLength = 48

    /// The cursor as an app gets it.
    ///
    /// - Parameters:
    ///   - binding: What the cursor belongs to; it can be read with the same only.
    ///   - key: The key it is signed with.
    func text(binding: [UInt8], key: [UInt8]) -> String {
        var payload: [UInt8] = []
        payload.reserveCapacity(9 + places.count * Self.usualPlaceLength + binding.count)
        payload.append(Self.version)
        withUnsafeBytes(of: began.milliseconds.bigEndian) { payload.append(contentsOf: $0) }
        for place in places {
            payload.append(UInt8(place.connection.utf8.count))
            payload.append(contentsOf: place.connection.utf8)
            payload.append(bigEndian: place.stage)
            payload.append(bigEndian: place.page)
            payload.append(bigEndian: place.skip)
            payload.append(bigEndian: place.size)
        }
        let length = payload.count
        payload.append(contentsOf: binding)
        let signature = Digest.authenticate(payload, key: key)
        payload.removeLast(payload.count - length)
        payload.append(contentsOf: signature.prefix(Self.signatureLength))
        return Base64URL.encode(payload)
    }

    /// A cursor of these places.
    init(places: [Place], began: Timestamp) {
        self.places = places
        self.began = began
    }

    /// Reads a cursor that ``text(binding:key:)`` wrote with the same binding and key; nothing for any
    /// other text.
    init?(_ text: Text, binding: [UInt8], key: [UInt8]) {
        guard let bytes = Base64URL.decode(text), bytes.count > Self.signatureLength else { return nil }
        let payload = Array(bytes.dropLast(Self.signatureLength))
        let expected = Digest.authenticate(payload + binding, key: key).prefix(Self.signatureLength)
        guard Digest.matches(bytes.suffix(Self.signatureLength), expected) else { return nil }
        var reader = Reader(bytes: payload)
        guard reader.byte() == Self.version, let milliseconds = reader.number(bytes: 8) else { return nil }
        began = Timestamp(milliseconds: Int64(bitPattern: milliseconds))
        places = []
        while !reader.isAtEnd {
            guard let place = reader.place() else { return nil }
            places.append(place)
        }
        guard !places.isEmpty else { return nil }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func byte() -> UInt8? {
            guard position < bytes.count else { return nil }
            defer { position += 1 }
            return bytes[position]
        }

        mutating func number() -> Int? { number(bytes: 4).map { Int($0) } }

        mutating func number(bytes count: Int) -> UInt64? {
            var value: UInt64 = 0
            for _ in 0..<count {
                guard let byte = byte() else { return nil }
                value = value << 8 | UInt64(byte)
            }
            return value
        }

        mutating func place() -> Place? {
            guard let length = byte(), position + Int(length) <= bytes.count else { return nil }
            let name = String(decoding: bytes[position..<position + Int(length)], as: UTF8.self)
            position += Int(length)
            guard let stage = number(), let page = number(), let skip = number(), let size = number(),
                size > 0
            else { return nil }
            return Place(connection: name, stage: stage, page: page, skip: skip, size: size)
        }
    }
}

extension [UInt8] {
    /// Appends a number in four bytes, the highest first; one that does not fit as the nearest that does.
    fileprivate mutating func append(bigEndian number: Int) {
        let word = UInt32(clamping: number)
        append(UInt8(truncatingIfNeeded: word >> 24))
        append(UInt8(truncatingIfNeeded: word >> 16))
        append(UInt8(truncatingIfNeeded: word >> 8))
        append(UInt8(truncatingIfNeeded: word))
    }
}

/// Base64 for URLs, without padding (RFC 4648, section 5).
enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { text in
            var count = 0
            var bits = 0
            var pending = 0
            for byte in bytes {
                bits = (bits << 8 | Int(byte)) & 0x3FFF
                pending += 8
                while pending >= 6 {
                    pending -= 6
                    text[count] = alphabet[bits >> pending & 63]
                    count += 1
                }
            }
            if pending > 0 {
                text[count] = alphabet[bits << (6 - pending) & 63]
                count += 1
            }
            return count
        }
    }

    static func decode(_ text: Text) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits = 0
        var pending = 0
        for index in 0..<text.count {
            guard let value = value(text[index]) else { return nil }
            bits = (bits << 6 | value) & 0x3FFF
            pending += 6
            if pending >= 8 {
                pending -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> pending))
            }
        }
        let isCanonical = pending < 6 && bits & (1 << pending - 1) == 0
        return isCanonical ? bytes : nil
    }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
