import Primitives
import Stores
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

@Suite struct SealTests {
    private static let hexadecimal = String(repeating: "0f1e2d3c4b5a6978", count: 4)
    private let key = Configuration.SealingKey(hexadecimal)
    private let other = Configuration.SealingKey(String(repeating: "ab", count: 32))
    private let plain = Array("{\"token\":\"planted\"}".utf8)

    @Test func aKeyIsThirtyTwoBytes() throws {
        let bytes = (0..<32).map { UInt8($0 * 8) }
        let base64 = "AAgQGCAoMDhASFBYYGhweICIkJigqLC4wMjQ2ODo8Pg="
        #expect(try #require(Configuration.SealingKey(base64)).bytes == bytes)
        #expect(Configuration.SealingKey(base64 + "\n") == Configuration.SealingKey(base64))
        #expect(Configuration.SealingKey(String(base64.dropLast())) == Configuration.SealingKey(base64))
        #expect(key != other && Configuration.SealingKey(Self.hexadecimal.uppercased() + "\r\n") == key)
        let slashes = String(repeating: "/", count: 42) + "8="
        #expect(Configuration.SealingKey(slashes)?.bytes == Array(repeating: 0xFF, count: 32))
        for wrong in ["", "0f", Self.hexadecimal + "00", String(Self.hexadecimal.dropLast()), base64 + "AA"] {
            #expect(Configuration.SealingKey(wrong) == nil, "\(wrong)")
        }
        var dumped = ""
        dump(try #require(key), to: &dumped)
        #expect("\(String(describing: key)) \(dumped)".contains("redacted") && !dumped.contains("15"))
    }

    @Test func whatIsClosedOpensWithTheSameKeyAlone() throws {
        let sealed = try #require(Seal(key: key).close(plain, place: "credentials/a"))
        #expect(!String(decoding: sealed, as: UTF8.self).contains("planted"))
        #expect(Seal(key: key).open(sealed, place: "credentials/a") == .whole(plain, wasSealed: true))
        #expect(Seal(key: other).open(sealed, place: "credentials/a") == .keyDiffers)
        #expect(Seal(key: nil).open(sealed, place: "credentials/a") == .keyMissing)
        #expect(Seal(key: key).open(sealed, place: "credentials/b") == .damaged, "moved")
        #expect(Seal(key: key).close(plain, place: "credentials/a") != sealed, "a nonce of its own")
    }

    @Test func withoutAKeyRecordsStayAsTheyAre() {
        #expect(Seal(key: nil).close(plain, place: "p") == plain)
        #expect(Seal(key: nil).open(plain, place: "p") == .whole(plain, wasSealed: false))
        #expect(Seal(key: key).open(plain, place: "p") == .whole(plain, wasSealed: false))
    }

    @Test func noByteCanBeChanged() throws {
        let seal = Seal(key: key)
        let sealed = try #require(seal.close(plain, place: "p"))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            let opened = seal.open(changed, place: "p")
            #expect(opened == .damaged || opened == .keyDiffers, "byte \(index)")
        }
        for count in 0..<sealed.count {
            let opened = seal.open(Array(sealed.prefix(count)), place: "p")
            #expect(opened == .damaged || opened == .keyDiffers, "\(count) bytes")
        }
        for bytes in [[], [UInt8(0)], Array("[]".utf8)] { #expect(seal.open(bytes, place: "p") == .damaged) }
    }

    /// A known answer: NIST's test case 16 for GCM with a 256-bit key.
    @Test func theCipherIsAES256GCM() throws {
        func bytes(_ digits: String) throws -> [UInt8] { try #require(Hexadecimal.bytes(of: Text(digits))) }
        let sealed = AuthenticatedCipher.encrypt(
            try bytes(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"),
            key: try bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
            nonce: try bytes("cafebabefacedbaddecaf888"),
            authenticating: try bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
        #expect(
            Hexadecimal.text(of: try #require(sealed))
                == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b")
    }

    @Test func aStoreHoldsNoTokenInTheClear() async throws {
        let (time, vendor) = (ManualTime(), PairVendor())
        let store = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let open = PairProcess(vendor, store, configured: pair, time: time)
        #expect(try await open.call())
        let record = StoreKey("credentials", "cxpress")
        let clear = try #require(try await store.record(record)?.value)
        #expect(String(decoding: clear, as: UTF8.self).contains("\"r1\""))
        let sealing = PairProcess(vendor, store, configured: pair, time: time, seal: Seal(key: key))
        vendor.expireTokens()
        #expect(try await sealing.call(), "what was not sealed is read, and sealed when it is next written")
        let sealed = try #require(try await store.record(record)?.value)
        #expect(sealed.first == 1 && !String(decoding: sealed, as: UTF8.self).contains("token"))
        let again = PairProcess(vendor, store, configured: pair, time: time, seal: Seal(key: key))
        #expect(try await again.token() == "t2")
        for wrong in [nil, other] {
            let process = PairProcess(vendor, store, configured: pair, time: time, seal: Seal(key: wrong))
            #expect(await process.outcome() == .expired(.unreadable))
        }
        #expect(vendor.exchanges == 1)
    }
}
