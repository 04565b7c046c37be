import HTTPCore
import JSONCore
import Primitives

/// What the body of `POST /{vendor}/-/faults` asks for: a fault, and which requests meet it.
struct FaultOrder {
    private let fault: Fault
    private let occurrence: Occurrence
    private let method: Method?
    private let path: String

    private enum Occurrence {
        case times(Int)
        case probability(Double)
    }

    /// Why an order cannot be carried out.
    struct Refusal: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }

    /// Reads an order.
    init(_ body: JSONObject) throws {
        let known = ["fault", "status", "seconds", "times", "probability", "method", "path", "takes_effect"]
        for member in body where !known.contains(member.key.string) {
            throw Refusal("'\(member.key)' is not known; an order has \(known.joined(separator: ", ")).")
        }
        var body = body
        let status = try body.optionalInteger("status").map { Int($0) } ?? 500
        guard (200...599).contains(status) else { throw Refusal("status is from 200 to 599.") }
        let takesEffect = try body.optionalBool("takes_effect") ?? false
        let seconds = try body.optionalValue("seconds").map { try $0.double() }
        guard (seconds ?? 0) >= 0, (seconds ?? 0) <= 600 else { throw Refusal("seconds are from 0 to 600.") }
        fault = try Self.fault(
            body.text("fault"), status: status, takesEffect: takesEffect, delay: seconds.map(Self.delay))
        occurrence = try Self.occurrence(&body)
        method = try body.optionalText("method").map { name in
            guard let method = Method(name: name) else { throw Refusal("'\(name)' is no method.") }
            return method
        }
        path = try body.optionalText("path")?.string ?? "/"
    }

    /// Has the plan hold it.
    func add(to plan: FaultPlan) {
        switch occurrence {
        case .times(let times): plan.plan(fault, times: times, method: method, path: path)
        case .probability(let probability):
            plan.plan(fault, probability: probability, method: method, path: path)
        }
    }

    private static func fault(
        _ name: Text, status: Int, takesEffect: Bool, delay: (@Sendable () async -> Void)?
    ) throws -> Fault {
        switch name.string {
        case "delay": Fault(.unchanged, delay: delay)
        case "error": Fault(.status(status), takesEffect: takesEffect, delay: delay)
        case "html": Fault(.html(status), takesEffect: takesEffect, delay: delay)
        case "lost_reply": Fault(.dropped, takesEffect: true, delay: delay)
        case "dropped": Fault(.dropped, takesEffect: takesEffect, delay: delay)
        case "broken": Fault(.broken, delay: delay)
        case "truncated": Fault(.truncated, delay: delay)
        case "revoked_token": Fault(.revoked, delay: delay)
        default:
            throw Refusal(
                "fault is delay, error, html, lost_reply, dropped, broken, truncated or revoked_token.")
        }
    }

    private static func occurrence(_ body: inout JSONObject) throws -> Occurrence {
        let times = try body.optionalInteger("times")
        guard let probability = try body.optionalValue("probability").map({ try $0.double() }) else {
            guard (1...1_000_000_000).contains(times ?? 1) else { throw Refusal("times is at least 1.") }
            return .times(Int(times ?? 1))
        }
        guard times == nil else { throw Refusal("An order has times or a probability, not both.") }
        guard (0...1).contains(probability) else { throw Refusal("probability is from 0 to 1.") }
        return .probability(probability)
    }

    private static func delay(seconds: Double) -> @Sendable () async -> Void {
        { try? await Task.sleep(for: .seconds(seconds)) }
    }
}
