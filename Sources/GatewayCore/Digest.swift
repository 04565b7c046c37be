import CCrypto
import Primitives

/// SHA-256 and what is built on it, by OpenSSL.
public enum Digest {
    /// How many bytes a digest has.
    public static let length = 32

    /// The SHA-256 of the bytes (FIPS 180-4).
    public static func sha256(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { room, count in
            cx_sha256(bytes.baseAddress, bytes.count, room.baseAddress)
            count = length
        }
    }

    /// The SHA-256 of the bytes (FIPS 180-4).
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { sha256($0) }
    }

    /// The HMAC-SHA-256 of the bytes under `key` (RFC 2104).
    public static func authenticate(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { room, count in
            cx_hmac_sha256(key, key.count, bytes, bytes.count, room.baseAddress)
            count = length
        }
    }

    /// Whether both are the same, in a time that says nothing of where they differ.
    public static func matches(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// A SHA-256 of bytes that come one after the other.
struct RunningDigest: Sendable {
    private var context = SHA256_CTX()

    /// The digest of nothing yet.
    init() { SHA256_Init(&context) }

    /// Adds bytes.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// Adds bytes.
    mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { add($0) } }

    /// The digest of what was added so far.
    var value: [UInt8] {
        var context = context
        return [UInt8](unsafeUninitializedCapacity: Digest.length) { room, count in
            SHA256_Final(room.baseAddress, &context)
            count = Digest.length
        }
    }
}
