import HTTPCore
import Primitives
import Testing

@testable import GatewayCore

@Suite struct RequestPreferencesTests {
    private func preferences(_ fields: (Text, Text)...) -> RequestPreferences {
        RequestPreferences(Fields(fields.map { Field(name: $0, value: $1) }))
    }

    @Test(arguments: [
        ("wait=10", 10), ("wait=0", 0), ("wait=60", 60), ("wait=61", 60), ("wait=99999999999999999999", 60),
        ("respond-async, wait=20", 20), ("WAIT = \"7\"; x=1", 7), ("wait=3, wait=9", 3), ("wait", nil),
        ("wait=", nil), ("wait=-1", nil), ("wait=1.5", nil), ("waiting=4", nil), ("", nil), (",;=", nil),
    ])
    func waitsAreRead(value: String, wait: Int?) {
        let preferences = preferences(("prefer", Text(value)))
        #expect(preferences.wait == wait)
        #expect(preferences.applied?.string == wait.map { "wait=\($0)" })
        #expect(preferences.caller("app", weight: 1).waitAtMost == .seconds(wait ?? 5))
    }

    @Test(arguments: [
        ("u=0", 0), ("u=7", 7), ("i, u=6", 6), ("u=1;x=2, i", 1), ("u=1, u=5", 5), ("u=8", 3), ("u", 3),
        ("u=-1", 3), ("u=05", 3), ("U=7", 3), ("", 3), ("u=?1", 3),
    ])
    func urgenciesAreRead(value: String, urgency: Int) {
        let preferences = preferences(("Priority", Text(value)))
        #expect(preferences.urgency == urgency)
        let caller = preferences.caller("app", weight: 3)
        #expect(caller.priority == (urgency >= 6 ? .bulk : .normal) && caller.weight == 3)
    }

    @Test func theFirstOfSeveralFieldsCounts() {
        #expect(
            preferences(("Prefer", "return=minimal"), ("Prefer", "wait=2"), ("Prefer", "wait=3")).wait == 2)
    }
}
