import Primitives
import VendorKit

extension Tatodesk {
    /// A key for each module may be issued; the general one stands in for those that were not.
    static let credentials = FixedCredentials { request, keys, _ in
        let key =
            switch module(of: request) {
            case .visitsReport: keys.key("visits_key", or: "api_key")
            case .reports: keys.key("report_key", or: "api_key")
            case .crm: keys.key("crm_key", or: "api_key")
            case .surveys: keys.key("survey_key", or: "api_key")
            case .general: keys.key("api_key")
            }
        request.fields.set("TATODESK-API-KEY", key)
    }

    /// What a key can be issued for.
    private enum Module {
        case visitsReport, reports, crm, surveys, general
    }

    private static func module(of request: VendorRequest) -> Module {
        if request.host == .data {
            return request.hasPath("/pa/listAttendancesReport") ? .visitsReport : .reports
        }
        if request.isBelow("/crm/") { return .crm }
        return request.isBelow("/survey/") ? .surveys : .general
    }
}
