import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct CursorTests {
    private static let key = Array("key".utf8)
    private static let binding = Array("binding".utf8)
    private static let moment = Timestamp(milliseconds: 1_767_225_600_000)

    private static func random(_ generator: inout SeededGenerator) -> Cursor {
        Cursor(
            places: (0..<generator.integer(1...8)).map { index in
                Cursor.Place(
                    connection: "c\(index)" + String(repeating: "x", count: generator.integer(0...62)),
                    stage: generator.integer(0...3), page: generator.integer(0...1_000_000),
                    skip: generator.integer(0...200), size: generator.integer(1...200))
            }, began: Timestamp(milliseconds: Int64(generator.integer(-1_000...2_000_000_000_000))))
    }

    private func read(_ text: String, binding: [UInt8] = binding, key: [UInt8] = key) -> Cursor? {
        Cursor(Text(text), binding: binding, key: key)
    }

    @Test(arguments: UInt64(1)...100)
    func whatIsWrittenIsReadBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let cursor = Self.random(&generator)
        let text = cursor.text(binding: Self.binding, key: Self.key)
        #expect(read(text) == cursor)
        let isPlain = text.utf8.allSatisfy { byte in
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains(byte)
        }
        #expect(isPlain)
    }

    @Test func numbersAreHeldToWhatACursorCanSay() {
        let place = Cursor.Place(connection: "a", stage: 0, page: .max, skip: -1, size: 1)
        let text = Cursor(places: [place], began: Self.moment).text(binding: [], key: Self.key)
        let held = Cursor.Place(connection: "a", stage: 0, page: Int(UInt32.max), skip: 0, size: 1)
        #expect(read(text, binding: []) == Cursor(places: [held], began: Self.moment))
    }

    @Test(arguments: UInt64(1)...3)
    func alteringAnyCharacterIsRefused(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = Array(Self.random(&generator).text(binding: Self.binding, key: Self.key))
        for index in text.indices {
            for other: Character in ["A", "9"] where other != text[index] {
                var altered = text
                altered[index] = other
                #expect(read(String(altered)) == nil)
            }
        }
    }

    @Test(arguments: UInt64(1)...3)
    func cuttingOrLengtheningIsRefused(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = Self.random(&generator).text(binding: Self.binding, key: Self.key)
        for length in 0..<text.count { #expect(read(String(text.prefix(length))) == nil) }
        for more in ["A", "AA", "AAAA", "="] {
            #expect(read(text + more) == nil)
            #expect(read(more + text) == nil)
        }
    }

    @Test func anotherBindingOrKeyIsRefused() {
        let cursor = Cursor(
            places: [Cursor.Place(connection: "a", stage: 0, page: 1, skip: 0, size: 50)], began: Self.moment)
        let text = cursor.text(binding: Self.binding, key: Self.key)
        #expect(read(text, binding: []) == nil)
        #expect(read(text, binding: Self.binding + [0]) == nil)
        #expect(read(text, key: Array("kez".utf8)) == nil)
        #expect(read(text) == cursor)
    }

    @Test(arguments: UInt64(1)...300)
    func garbageIsRefused(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        #expect(read(generator.text(upTo: 80)) == nil)
        #expect(read(Base64URL.encode(generator.bytes(generator.integer(0...120)))) == nil)
    }

    /// What is signed but was never written: the reader trusts the signature with no place in memory.
    @Test(arguments: UInt64(1)...300)
    func signedGarbageIsReadWithoutHarm(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let payload = [1] + generator.bytes(generator.integer(0...60))
        let signature = Digest.authenticate(payload + Self.binding, key: Self.key).prefix(16)
        if let cursor = read(Base64URL.encode(payload + signature)) {
            #expect(!cursor.places.isEmpty && cursor.places.allSatisfy { $0.size > 0 })
        }
    }

    @Test func asManyConnectionsAsThereAreFitIn() {
        let places = (0..<1000).map { index in
            Cursor.Place(connection: "c\(index)", stage: 0, page: index, skip: 0, size: 1)
        }
        #expect(
            read(Cursor(places: places, began: Self.moment).text(binding: Self.binding, key: Self.key))?
                .places == places)
    }
}

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"), ("\u{3FF}>", "z78-"), ("??~", "Pz9-"), ("??\u{7F}", "Pz9_"),
    ])
    func theExamplesOfTheStandard(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(Text(encoded)) == Array(plain.utf8))
    }

    @Test(arguments: UInt64(1)...200)
    func whatIsEncodedIsReadBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = generator.bytes(generator.integer(0...100))
        #expect(Base64URL.decode(Text(Base64URL.encode(bytes))) == bytes)
    }

    /// Each outcome has one text: whatever can be read is what would be written.
    @Test(arguments: UInt64(1)...500)
    func whatIsReadIsWhatWouldBeWritten(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let text = String((0..<generator.integer(0...9)).map { _ in generator.element(of: alphabet) })
        if let bytes = Base64URL.decode(Text(text)) { #expect(Base64URL.encode(bytes) == text) }
    }

    @Test(arguments: ["A", "AAAAA", "Zh", "Zm9=", "Zg==", "Z g", "Zm+v", "Zm/v", "é", "Zm9v\n"])
    func otherTextsAreRefused(text: String) {
        #expect(Base64URL.decode(Text(text)) == nil)
    }
}
