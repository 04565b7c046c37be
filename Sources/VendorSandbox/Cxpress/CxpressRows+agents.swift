import JSONCore

/// Operators, which the list and the call for one show differently.
extension CxpressData {
    /// A row of `GET /external/agent`.
    func writeAgentRow(_ writer: inout JSONWriter, _ agent: CxpressAgent) {
        writer.member("id", agent.id)
        writer.member("user_id", agent.userID)
        writer.member("name", agent.name)
        writer.member("lastname", agent.lastName)
        writer.member("email", agent.email)
        writer.member("document_number", agent.document)
        writer.member("phone", agent.phone)
        writer.nullMember("observations")
        writer.member("profile_id", agent.profile.rawValue)
        writer.member("company_id", companyID)
        writer.member("employee_language", agent.language)
        writer.member("country", agent.country)
        writer.nullMember("role")
        writer.nullMember("is_app_authenticated")
        writer.member("send_email_notification", false)
        writer.objects("sector", agent.sectorIDs.compactMap { sectors[$0] }) { writer, sector in
            writer.member("id", sector.id)
            writer.member("company_id", companyID)
            writer.member("name", sector.name)
            writer.member("updated_at", sector.updatedAt.withOffset)
            writer.nullMember("deleted_at")
            writer.member("active", sector.isActive)
            writer.member("created_at", sector.createdAt.withOffset)
        }
        writer.member("status_employee_id", Self.availableStatusID)
    }

    /// The one in `data` of `GET /external/agent/{id}`.
    func writeAgent(_ writer: inout JSONWriter, _ agent: CxpressAgent) {
        writer.member("id", agent.id)
        writer.member("user_id", agent.userID)
        writer.member("profile_id", agent.profile.rawValue)
        writer.member("name", agent.name)
        writer.member("lastname", agent.lastName)
        writer.member("document_number", agent.document)
        writer.member("email", agent.email)
        writer.member("phone", agent.phone)
        writer.nullMember("observations")
        writer.member("company_id", companyID)
        writer.member("employee_language", agent.language)
        writer.member("country", agent.country)
        writer.nullMember("role")
        writer.member("send_email_notification", false)
        writer.nullMember("permissions")
        writer.member("status_employee_id", Self.availableStatusID)
    }

    private static let availableStatusID = "dd31811e-c7ea-4928-b190-a5afe063c957"
}
