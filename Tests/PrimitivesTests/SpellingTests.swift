import Primitives
import Testing

@Suite struct SpellingTests {
    @Test(
        arguments: [
            ("lisen", "listen"), ("lsiten", "listen"), ("listen", "listen"), ("idle_timout", "idle_timeout"),
            ("loop", "loops"), ("x", nil), ("", nil), ("timeout", nil),
        ] as [(String, String?)]
    )
    func findsTheNearest(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, among: ["listen", "admin", "loops", "idle_timeout"]) == nearest)
    }

    @Test func longWordsHaveNone() {
        let word = String(repeating: "a", count: 65)
        #expect(Spelling.nearest(to: word, among: [word]) == nil)
    }
}
