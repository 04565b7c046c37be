import HTTPCore
import JSONCore
import Primitives

/// The lists of what tickets and contacts refer to: tags, sectors, custom fields, operators.
extension CxpressData {
    /// `GET /external/tag` and `GET /external/consumer-tag`
    func listTags(_ rows: KeyedRows<CxpressTag>, _ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        let page = try CxpressPage(query)
        let active = try query.flag("active")
        let search = query.string("search")?.lowercased()
        let order = try query.sort(by: ["name", "reference_id", "active", "created_at"])
        let found = rows.all.filter { tag in
            (active == nil || tag.isActive == active)
                && (search.map { tag.id.holds($0) || tag.name.holds($0) } ?? true)
        }
        let sorted = Self.sort(found, by: order.key, descending: order.isDescending ?? false)
        return .json(capacity: 16 * 1024) { writer in
            writer.member("message", "Request successfully fulfilled." as StaticString)
            writer.objects("tags", page.slice(sorted)) { writer, tag in
                writer.member("id", tag.id)
                writer.member("reference_id", tag.reference)
                writer.member("name", tag.name)
                writer.member("active", tag.isActive)
                writer.member("created_at", tag.createdAt)
            }
            writer.member("code_cxpress", 5500)
            page.write(.rows(total: sorted.count), to: &writer)
        }
    }

    private static func sort(_ tags: [CxpressTag], by key: String?, descending: Bool) -> [CxpressTag] {
        let ascending = tags.sorted { left, right in
            switch key {
            case "reference_id": left.reference < right.reference
            case "active": (left.isActive ? 1 : 0, left.reference) < (right.isActive ? 1 : 0, right.reference)
            case "created_at": left.createdAt < right.createdAt
            default: left.name < right.name
            }
        }
        return descending ? ascending.reversed() : ascending
    }

    /// `GET /external/sector`
    func listSectors(_ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        let page = try CxpressPage(query)
        let active = try query.flag("active")
        let search = query.string("search")?.lowercased()
        let order = try query.sort(by: ["name", "reference_id", "active", "created_at"])
        var found = sectors.all.filter { sector in
            (active == nil || sector.isActive == active)
                && (search.map { part in
                    sector.name.holds(part) || sector.keywords.contains { $0.holds(part) }
                } ?? true)
        }
        if order.key == nil || order.key == "name" { found.sort { $0.name < $1.name } }
        if order.key == "active" { found.sort { !$0.isActive && $1.isActive } }
        if order.isDescending == true { found.reverse() }
        return .json(capacity: 16 * 1024) { writer in
            writer.objects("sectors", page.slice(found), writeSectorRow)
            page.write(.rows(total: found.count), to: &writer)
            writer.member("code_cxpress", 2700)
        }
    }

    private func writeSectorRow(_ writer: inout JSONWriter, _ sector: CxpressSector) {
        writer.member("sector_id", sector.id)
        writer.member("sector_name", sector.name)
        writer.member("active", sector.isActive)
        let members = agents.all.filter { $0.sectorIDs.contains(sector.id) }
        if members.isEmpty {
            writer.nullMember("agents")
        } else {
            writer.objects("agents", members) { writer, agent in
                writer.member("id", agent.id)
                writer.member("name", agent.name)
                writer.member("user_id", agent.userID)
                writer.member("company_id", companyID)
                writer.nullMember("deleted_at")
            }
        }
        writer.member(
            "keyword", sector.keywords.isEmpty ? nil : sector.keywords.joined(separator: ","))
    }

    /// `GET /external/custom-fields`, which has no pages.
    func listCustomFields() -> Response {
        .json(capacity: 8 * 1024) { writer in
            writer.member("message", "successfully." as StaticString)
            writer.objects("custom_fields", customFields.all) { writer, field in
                writer.member("id", field.id)
                writer.member("company_id", companyID)
                writer.member("entity_type_id", field.entity.rawValue)
                writer.member("custom_field_type_id", field.component.rawValue)
                writer.member("name", field.name)
                writer.member("placeholder", field.placeholder)
                writer.nullMember("options")
                writer.nullMember("default_value")
                writer.member("created_at", field.createdAt)
                writer.member("updated_at", field.createdAt)
                writer.member("required", field.isRequired)
                writer.member("custom_field_datatype_id", field.dataType.rawValue)
                writer.member("field_size_min", field.sizes.lowerBound)
                writer.member("field_size_max", field.sizes.upperBound)
            }
            writer.member("code_cxpress", 3300)
        }
    }

    /// `GET /external/agent`, by name.
    func listAgents(_ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        let page = try CxpressPage(query)
        let search = query.string("search")?.lowercased()
        let descending = try query.choice("order_by", of: ["asc", "desc"]) == "desc"
        let found = agents.all.filter { agent in
            search.map {
                agent.name.holds($0) || agent.email.holds($0) || agent.document?.holds($0) == true
            } ?? true
        }
        let sorted = found.sorted { descending ? $0.name > $1.name : $0.name < $1.name }
        return .json(capacity: 64 * 1024) { writer in
            writer.member("message", "Request successfully fulfilled." as StaticString)
            writer.member("code_cxpress", 825)
            writer.objects("data", page.slice(sorted), writeAgentRow)
            page.write(.rows(total: sorted.count), to: &writer)
        }
    }

    /// `GET /external/agent/{id}`, by `id` or `user_id`.
    func showAgent(_ id: String) throws(CxpressRefusal) -> Response {
        guard let agent = agent(id) else { throw .agentNotFound }
        return .json { writer in
            writer.member("message", "Request successfully fulfilled." as StaticString)
            writer.member("code_cxpress", 825)
            writer.objects("data", [agent], writeAgent)
        }
    }
}
