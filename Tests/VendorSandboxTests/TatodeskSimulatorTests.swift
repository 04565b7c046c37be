import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct TatodeskSimulatorTests {
    private let client = SimulatorClient(simulator: TatodeskSimulator(time: ManualTime()), fields: [])

    private func call(_ path: String, _ key: Text?, method: HTTPCore.Method = .post) async
        -> SimulatorClient.Answer
    {
        await client.call(
            method, path, fields: key.map { [("TATODESK-API-KEY" as Text, $0)] } ?? [], body: "{}")
    }

    private static let calls: [(path: String, key: Text, fixture: String?)] = [
        ("/api/dl/pa/listCompaniesByUser", "sandbox-api-key", "list-companies-by-user"),
        ("/api_v2/crm/v1/listObject", "sandbox-crm-key", "list-objects"),
        ("/data/global/searchProtocol", "sandbox-report-key", "search-protocol"),
        ("/media/dl/v1/whatsapp/media", "sandbox-api-key", "upload-media"),
        ("/api/survey/v1/listSurveyForms", "sandbox-survey-key", nil),
    ]

    @Test func `Each call takes the key of its module and no other`() async throws {
        let keys = Set(Self.calls.map(\.key))
        for (path, key, fixture) in Self.calls {
            let answer = await call(path, key)
            if let fixture {
                #expect(
                    try answer.json == SimulatorClient.fixture("tatodesk/\(fixture).vendor.json"), "\(path)")
            } else {
                #expect(answer.status == 404 && answer.json["error"] == "Not found", "\(path)")
            }
            for other in keys where other != key {
                #expect(await call(path, other).status == 401, "\(path) \(other)")
            }
            #expect(await call(path, nil).json["error"] == "Invalid API key")
        }
    }

    @Test func `A module without a key takes the general one`() async {
        var configuration = TatodeskConfiguration()
        configuration.keys = [.general: "general"]
        let client = SimulatorClient(
            simulator: TatodeskSimulator(time: ManualTime(), configuration: configuration),
            fields: [("TATODESK-API-KEY", "general")])
        for (path, _, fixture) in Self.calls {
            let status = await client.call(.post, path, body: "{}").status
            #expect(status == (fixture == nil ? 404 : 200), "\(path)")
        }
    }

    @Test func `Every call is a POST, to its own host`() async {
        #expect(await call("/api/dl/pa/listCompaniesByUser", "sandbox-api-key", method: .get).status == 404)
        #expect(await call("/media/dl/pa/listCompaniesByUser", "sandbox-api-key").status == 404)
        #expect(await call("/", "sandbox-api-key").status == 404)
    }

    @Test func `The report of visits has a key of its own`() async {
        let path = "/data/pa/listAttendancesReport"
        #expect(await call(path, "sandbox-visits-key").status == 200)
        #expect(await call(path, "sandbox-report-key").status == 401)
    }

    @Test func `A failure may come with success`() async {
        let answer = await call("/api/pa/getAppointment", "sandbox-api-key")
        #expect(answer.status == 200 && answer.json["error"] == "Appointment not found")
    }
}
