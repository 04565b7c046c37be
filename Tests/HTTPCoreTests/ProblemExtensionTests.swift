import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct ProblemExtensionTests {
    /// What a kind adds stands behind the members that all have, as the JSON it is.
    @Test func membersOfAKindAreWrittenAsTheyAre() throws {
        var problem = Problem(.conflict, "The slot is not free.")
        let plain = problem
        problem.extensions = [ProblemExtension("slots", json: #"[{"time":"09:00"}]"#)]
        guard case .buffer(let buffer) = problem.response(instance: "/v1/appointments", requestID: "r").body
        else {
            Issue.record("A problem has a body.")
            return
        }
        let json = try JSONTree(buffer)
        #expect(json["slots"][0]["time"] == "09:00" && json.keys.last == "slots")
        #expect(json["status"] == 409)
        #expect(plain.extensions.isEmpty && problem.extensions != plain.extensions)
    }
}
