import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import VendorSandbox

extension GatewayHarness {
    /// A gateway with one connection, `tatodesk`, to a simulator with that calendar.
    static func tatodesk(
        quota: [Configuration.QuotaWindow] = [], calendar: TatodeskCalendar = TatodeskCalendar(),
        adjust: (inout Configuration) -> Void = { _ in }
    ) throws -> GatewayHarness {
        let time = ManualTime()
        var configuration = TatodeskConfiguration()
        configuration.calendar = calendar
        let simulator = TatodeskSimulator(time: time, configuration: configuration)
        let connection = Connection(
            name: "tatodesk", quota: quota, stand: { await VendorReply(simulator.respond(to: $0)) },
            vendor: "tatodesk",
            credentials: [
                "api_key": "sandbox-api-key", "report_key": "sandbox-report-key",
                "visits_key": "sandbox-visits-key", "crm_key": "sandbox-crm-key",
                "survey_key": "sandbox-survey-key",
            ],
            paths: ["api": "/api", "api_v2": "/api_v2", "data": "/data", "media": "/media"])
        return try GatewayHarness([connection], time: time) { configuration in
            configuration.connections[0].timeZone = ZoneShelf.shared.zone(named: "America/Sao_Paulo") ?? .utc
            adjust(&configuration)
        }
    }

    /// How many calls went to paths that end so.
    func calls(to path: String) -> Int {
        transport.calls.count { $0.path.string.hasSuffix(path) }
    }
}

extension TatodeskCalendar {
    /// A calendar of so many days with these parts, nothing of which is taken.
    static func empty(days: Int, _ periods: [[Int]]) -> TatodeskCalendar {
        var calendar = TatodeskCalendar()
        calendar.days = days
        calendar.takenPercent = 0
        calendar.periods = periods.enumerated().map { index, minutes in
            Period(id: index + 1, name: ["Morning", "Afternoon", "Night"][index % 3], minutes: minutes)
        }
        return calendar
    }
}
