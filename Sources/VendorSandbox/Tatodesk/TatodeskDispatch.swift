import JSONCore
import Primitives

/// What was sent to one person, by a campaign or singly.
struct TatodeskDispatch: Sendable {
    var id: Int
    var campaign: Campaign?
    var service: String
    var departmentID: Int?
    var templateID: String
    var template: String
    var appID: String?
    var userID = 25
    var apiKeyID = 7
    /// Local time, which the reports print as if it were UTC.
    var local: Timestamp
    var key: String
    var parameters: String?
    var error: String?
    var isInteraction = false
    var isRead = false
    var sessionID: String?
    var webhookID: String?
    var metadatas: String?

    struct Campaign: Sendable {
        let id: Int
        let name: String
        let isArchived: Bool
    }

    var day: CalendarDay { CalendarDay(of: local.civil) }

    /// The clock on the wall in São Paulo, which has kept three hours behind UTC since 2019.
    static func local(_ moment: Timestamp) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - 3 * 3_600_000)
    }

    /// Writes a row of the report of campaigns.
    func writeCampaignItem(to writer: inout JSONWriter) {
        let status = error == nil ? "Finished" : "Error"
        writer.member("campaignID", campaign?.id)
        writer.member("targetAudienceID", id)
        writer.member("name", campaign?.name)
        writer.member("campaignType", service)
        writer.member("department", departmentID.map { "Departamento \($0)" })
        writer.member("template", template)
        writer.member("date", local)
        writer.member("campaignStatus", status)
        writer.member("targetAudience", campaign.map { "pa-\($0.name)" })
        writer.member("targetAudienceType", service == "email" ? "Email" : "Phone")
        writeOutcome(to: &writer)
    }

    /// Writes a row of the report of messages sent singly, which the document does not show.
    func writeNotification(to writer: inout JSONWriter) {
        writer.member("ID", id)
        writer.member("service", service)
        writer.member("appID", appID)
        writer.member("templateID", templateID)
        writer.member("template", template)
        writer.member("date", local)
        writer.member("webhookID", webhookID)
        writer.member("metadatas", metadatas)
        writeOutcome(to: &writer)
    }

    private func writeOutcome(to writer: inout JSONWriter) {
        let isWhatsApp = service == "whatsapp"
        writer.member("key", key)
        writer.member("status", error == nil ? "Completed" : "Error")
        writer.member("parameters", parameters)
        writer.member("error", error)
        writer.member("interaction", isInteraction ? "Yes" : "No")
        writer.member("user", "Presentation Support")
        writer.member("sessionID", sessionID)
        writer.member("read", isRead ? "Yes" : "No")
        writer.member("delivered", error == nil ? "Yes" : "No")
        writer.member("whatsappBillable", isWhatsApp && error == nil ? 1 : nil as Int?)
        writer.member("whatsappPricingModel", isWhatsApp ? "CBP" : nil as String?)
        writer.member("whatsappCategory", isWhatsApp ? "marketing" : nil as String?)
        writer.nullMember("conversion")
    }
}

extension TatodeskDispatch {
    /// What a simulator begins with: so many, spread over the days before `moment`, the oldest first.
    static func seed(
        _ count: Int, campaigns: Bool, before moment: Timestamp, _ random: inout DeterministicRandom
    ) -> [TatodeskDispatch] {
        (0..<count).map { index in
            let age = Int64(count - index) * 6 * 3_600_000 + Int64(random.integer(in: 0...3_000_000))
            let service = ["whatsapp", "email", "sms"][index % 3]
            let name = random.element(of: SampleText.givenNames)
            let template = random.integer(in: 1...8)
            var dispatch = TatodeskDispatch(
                id: (campaigns ? 25_696_020 : 31_000_100) + index, service: service,
                templateID: "\(template)", template: "template_\(template)",
                local: local(Timestamp(milliseconds: moment.milliseconds - age)),
                key: service == "email"
                    ? "\(name.asAddressPart)@example.com"
                    : "5581\(random.integer(in: 900_000_000...999_999_999))",
                parameters: random.chance(80) ? name : nil)
            if campaigns {
                let campaign = 1_003_392 + index / 10
                dispatch.campaign = Campaign(
                    id: campaign, name: "campanha_\(index / 10)", isArchived: index / 10 % 3 == 0)
            }
            dispatch.departmentID = random.chance(60) ? random.integer(in: 20...24) : nil
            dispatch.userID = random.integer(in: 24...26)
            if random.chance(10) {
                dispatch.error = "(#131008) Required parameter is missing."
            } else if random.chance(30) {
                dispatch.isInteraction = true
                dispatch.isRead = true
                dispatch.sessionID = random.uuid()
            }
            if !campaigns, random.chance(70) {
                dispatch.metadatas =
                    "NAME:\(name) | EMAIL:\(name.asAddressPart)@example.com | PHONE:8188889999"
            }
            return dispatch
        }
    }
}
