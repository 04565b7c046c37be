import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// How the answers to one action or to all were sorted.
    static let listResponseCategories = ListEndpoint<CategorizedResponse, CategoryFilters>(
        filters: [.surveyID, .createdAfter, .createdBefore, .updatedAfter, .updatedBefore],
        maximumPageSize: maximumPageSize
    ) { query, account in
        let filters = query.filters
        var call = VendorRequest(
            .get, "/v3/integrations/category-info/", .identifier(filters.surveyID ?? everyAction))
        call.days(created: filters.created, updated: filters.updated, account)
        return [stage(call, rows: "answers", record: categorizedResponse)]
    }

    private static func categorizedResponse(_ value: JSONValue) throws -> CategorizedResponse {
        var row = try value.object()
        var response = CategorizedResponse(remoteID: try row.text("answerId"))
        response.inviteID = try row.optionalText("inviteId")
        response.categories = try categories(row.optionalArray("categories"))
        response.createdAt = moment(try row.optionalText("createdAt"))
        response.updatedAt = moment(try row.optionalText("updatedAt"))
        return response
    }
}
