import CCrypto

/// AES-256-GCM (NIST SP 800-38D), by OpenSSL.
enum AuthenticatedCipher {
    /// How many bytes a key has.
    static let keyLength = 32
    /// How many bytes a nonce has; none is used twice with a key.
    static let nonceLength = 12
    /// How many bytes the tag behind the ciphertext has.
    static let tagLength = 16

    /// The ciphertext with its tag behind it; nothing when OpenSSL fails, as it does without memory.
    static func encrypt(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], authenticating header: [UInt8]
    ) -> [UInt8]? {
        guard let context = CipherContext(.encrypting, key, nonce), context.authenticate(header),
            let cipher = context.transform(plain), let tag = context.finishEncrypting()
        else { return nil }
        return cipher + tag
    }

    /// The plain bytes; nothing when any byte of the ciphertext, the tag or the header is another than was
    /// encrypted, or the key is.
    static func decrypt(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticating header: [UInt8]
    ) -> [UInt8]? {
        guard sealed.count >= tagLength, let context = CipherContext(.decrypting, key, nonce),
            context.authenticate(header),
            let plain = context.transform(Array(sealed.dropLast(tagLength))),
            context.isAuthentic(tag: Array(sealed.suffix(tagLength)))
        else { return nil }
        return plain
    }

    /// Bytes that nobody can guess; nothing when OpenSSL's generator is not seeded.
    static func random(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return RAND_bytes(&bytes, Int32(count)) == 1 ? bytes : nil
    }
}

/// Owns an `EVP_CIPHER_CTX`, which is zeroed and freed with it.
private final class CipherContext {
    enum Direction: Int32 { case decrypting, encrypting }

    private let context: OpaquePointer

    init?(_ direction: Direction, _ key: [UInt8], _ nonce: [UInt8]) {
        guard key.count == AuthenticatedCipher.keyLength, nonce.count == AuthenticatedCipher.nonceLength,
            let context = EVP_CIPHER_CTX_new()
        else { return nil }
        self.context = context
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue) == 1 else {
            return nil
        }
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    func authenticate(_ header: [UInt8]) -> Bool {
        var written: Int32 = 0
        return EVP_CipherUpdate(context, nil, &written, header, Int32(header.count)) == 1
    }

    func transform(_ bytes: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: bytes.count)
        var written: Int32 = 0
        guard EVP_CipherUpdate(context, &output, &written, bytes, Int32(bytes.count)) == 1 else { return nil }
        return Int(written) == bytes.count ? output : nil
    }

    func finishEncrypting() -> [UInt8]? {
        var tag = [UInt8](repeating: 0, count: AuthenticatedCipher.tagLength)
        var written: Int32 = 0
        guard EVP_CipherFinal_ex(context, &tag, &written) == 1,
            cx_gcm_get_tag(context, &tag, Int32(tag.count)) == 1
        else { return nil }
        return tag
    }

    func isAuthentic(tag: [UInt8]) -> Bool {
        var (tag, rest) = (tag, [UInt8](repeating: 0, count: AuthenticatedCipher.tagLength))
        var written: Int32 = 0
        return cx_gcm_set_tag(context, &tag, Int32(tag.count)) == 1
            && EVP_CipherFinal_ex(context, &rest, &written) == 1
    }
}
