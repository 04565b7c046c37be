import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What each adapter puts on a call, and what it leaves of the fields that were there.
@Suite struct VendorAuthorizationTests {
    private let account = Account(
        source: RecordSource(connection: "c", vendor: "v"), moment: Timestamp(milliseconds: 0),
        settings: ["domain": "acme"])

    /// The call with the credentials on it; tokens are `planted`.
    private func authorized(
        _ vendor: Vendor, _ request: VendorRequest, _ keys: FixedKeys = FixedKeys([:])
    ) -> VendorRequest {
        var request = request
        switch vendor.credentials {
        case .fixed(let scheme): scheme.authorize(&request, keys, account)
        case .issued(let scheme): scheme.authorize(&request, "planted", account)
        case .rotating(let scheme): scheme.authorize(&request, "planted", account)
        }
        return request
    }

    @Test func bearers() {
        let keys = FixedKeys(["token": "t0"])
        let call = VendorRequest(.get, "/a")
        let fields = [Track.vendor, TrackNPS.vendor, IndeCX.vendor, Cxpress.vendor].map {
            authorized($0, call, keys).fields.values(of: "Authorization")
        }
        #expect(fields == [["Bearer t0"], ["bearer t0"], ["Bearer planted"], ["Bearer planted"]])
    }

    @Test func indeCXGetsATokenWithTheCompanysKey() throws {
        let request = IndeCX.credentials.request("planted", account)
        #expect(request.text == "GET /v3/integrations/authorization/token")
        #expect(request.fields.values(of: "company-key") == ["planted"])
        let answer = try JSONDocument.parse(Fixture.read("indecx/get-token.vendor.json"))
        let token = try IndeCX.credentials.read(answer.root)
        #expect(token.token.string.hasPrefix("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."))
        #expect(token.lifetime == nil && IndeCX.credentials.lifetime == .seconds(1800))
    }

    @Test(arguments: [
        ("api", "/dl/pa/listCompaniesByUser", "general"), ("api", "/pa/getAppointment", "general"),
        ("api", "/pa/listAttendancesReport", "general"), ("api", "/cc/v1/listDepartments", "general"),
        ("api_v2", "/pa/createAttachments", "general"), ("media", "/dl/v1/whatsapp/media", "general"),
        ("data", "/cc/listAttendancesReport", "report"), ("data", "/global/searchProtocol", "report"),
        ("data", "/pa/listAttendancesReport", "visits"),
        ("data", "/pa/listAttendancesReport?page=0", "visits"),
        ("data", "/pa/listAttendancesReports", "report"), ("api_v2", "/crm/v1/listObject", "crm"),
        ("api", "/crm/v1/insertObject", "crm"), ("api", "/survey/v1/getSurveyForm", "survey"),
        ("api", "/surveys", "general"),
    ])
    func tatodeskHasAKeyForEachModule(host: String, target: String, module: String) {
        let parts = target.split(separator: "?").map { Text(String($0)) }
        let call = VendorRequest(
            .post, encodedPath: parts[0], query: parts.count > 1 ? parts[1] : nil, host: HostName(host),
            fields: Fields([Field(name: "tatodesk-api-key", value: "of the app")]), body: nil)
        let keys = ["report_key": "report", "visits_key": "visits", "crm_key": "crm", "survey_key": "survey"]
        let all = FixedKeys(keys.mapValues { Text($0) }.merging(["api_key": "general"]) { $1 })
        let sent = authorized(Tatodesk.vendor, call, all).fields.values(of: "TATODESK-API-KEY")
        #expect(sent == [Text(module)])
        let general = authorized(Tatodesk.vendor, call, FixedKeys(["api_key": "general"]))
        #expect(general.fields.values(of: "TATODESK-API-KEY") == ["general"])
    }

    /// The credentials of the connection take the place of any that an app sent along.
    @Test func theConnectionsCredentialsWin() {
        let foreign = Fields([
            Field(name: "authorization", value: "Bearer other"),
            Field(name: "origin", value: "https://other"),
        ])
        for vendor in allVendors where "\(vendor.name)" != "tatodesk" {
            let call = VendorRequest(
                .get, encodedPath: "/a", query: nil, host: .main, fields: foreign, body: nil)
            let sent = authorized(vendor, call, FixedKeys(["token": "t0"])).fields
            #expect(sent.values(of: "Authorization").count == 1, "\(vendor.name)")
            #expect(sent["Authorization"] != "Bearer other" as Text, "\(vendor.name)")
        }
        let call = VendorRequest(.get, encodedPath: "/a", query: nil, host: .main, fields: foreign, body: nil)
        #expect(
            authorized(Cxpress.vendor, call).fields.values(of: "Origin") == [
                "https://acme.app.cxpress.io/"
            ])
    }

    @Test func whatIsDocumentedStands() {
        let quotas = allVendors.map {
            "\($0.name) \($0.quota.map { "\($0.limit)/\($0.window)/\($0.scope)" })"
        }
        #expect(
            quotas == [
                #"track ["2000/60.0 seconds/credential"]"#, #"track_nps ["1000/300.0 seconds/credential"]"#,
                "indecx []", #"cxpress ["300/60.0 seconds/egress"]"#, "tatodesk []",
            ])
        #expect(allVendors.allSatisfy { $0.baseURLs[$0.mainHost] != nil })
        let zones = allVendors.map { "\($0.timeZone)" }
        let brazil = "America/Sao_Paulo"
        #expect(zones == [brazil, "UTC", brazil, "UTC", brazil])
    }
}
