import Testing

@testable import HTTPUpstream

struct FieldBytesTests {
    @Test func namesAreMadeOfTokenCharacters() {
        let standard = Set(
            "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for byte in UInt8.min...UInt8.max { #expect(byte.isTokenByte == standard.contains(byte), "\(byte)") }
    }
}
