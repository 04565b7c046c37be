import VendorKit

/// Tatodesk, a service desk: appointments, visits, conversations, messages and what surrounds them.
///
/// Its document is `vendors/tatodesk.md`. Every call is a POST with a JSON body, reads included.
enum Tatodesk {
    static let vendor = Vendor(
        name: "tatodesk",
        baseURLs: [
            .api: "https://api.tatodesk.com",
            .secondAPI: "https://api-v2.tatodesk.com",
            .data: "https://data.tatodesk.com",
            .media: "https://media-api.tatodesk.com",
        ],
        mainHost: .api,
        settings: [
            .secret("api_key"),
            .secret("report_key", required: false),
            .secret("visits_key", required: false),
            .secret("crm_key", required: false),
            .secret("survey_key", required: false),
        ],
        credentials: .fixed(credentials),
        timeZone: "America/Sao_Paulo",
        endpoints: Endpoints { endpoints in
            endpoints.getSurvey = .direct(getSurvey)
            endpoints.listResponses = listResponses
            endpoints.createResponses = createResponses
            addAppointments(to: endpoints)
            addVisits(to: endpoints)
            endpoints.createMessage = createMessage
            endpoints.createMedia = createMedia
            endpoints.listMessages = listMessages
            endpoints.listCampaignItems = listCampaignItems
            endpoints.listRecords = listRecords
            endpoints.createRecord = createRecord
            endpoints.updateRecord = updateRecord
            endpoints.deleteRecord = deleteRecord
            endpoints.createAppSession = createAppSession
            endpoints.createAppEvent = createAppEvent
        },
        failure: failure(of:)
    )
}

extension HostName {
    /// Most of the calls.
    static let api = HostName("api")
    /// Attachments, CRM records and app sessions.
    static let secondAPI = HostName("api_v2")
    /// Reports.
    static let data = HostName("data")
    /// Files on their way to WhatsApp.
    static let media = HostName("media")
}
