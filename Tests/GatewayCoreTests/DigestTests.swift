import Testing

@testable import GatewayCore

struct DigestTests {
    /// A vector of RFC 4231, sections 4.2 to 4.8, but for the one that is truncated.
    struct Vector {
        let key: [UInt8]
        let data: [UInt8]
        let code: String
    }

    private static func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] {
        Array(repeating: byte, count: count)
    }

    static let vectors = [
        Vector(
            key: repeated(0x0B, 20), data: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: repeated(0xAA, 20), data: repeated(0xDD, 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: Array(1...25), data: repeated(0xCD, 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            key: repeated(0xAA, 131),
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: repeated(0xAA, 131),
            data: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test(arguments: vectors.indices) func codesAreThoseOfTheStandard(index: Int) {
        let vector = Self.vectors[index]
        #expect(hexadecimal(Digest.authenticate(vector.data, key: vector.key)) == vector.code)
    }

    @Test func nothingHasACodeToo() {
        #expect(
            hexadecimal(Digest.authenticate([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func theExamplesOfTheStandard() {
        #expect(
            hexadecimal(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hexadecimal(Digest.sha256([]))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func onlyTheSameBytesMatch() {
        #expect(Digest.matches([1, 2], [1, 2]) && Digest.matches([UInt8](), [UInt8]()))
        #expect(
            !Digest.matches([1, 2], [1, 3]) && !Digest.matches([1, 2], [1]) && !Digest.matches([], [0]))
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
