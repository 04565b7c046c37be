/// Answers as Cxpress gives them, for scripts.
enum CxpressRows {
    /// A ticket in progress.
    static func ticket(_ id: String, createdAt: String? = nil, updatedAt: String = "2025-06-01T00:00:00.000Z")
        -> String
    {
        let created = createdAt.map { ", \"created_at\": \"\($0)\"" } ?? ""
        return """
            {"id": "\(id)", "status_id": "b58c1105-0ffe-4d07-a7d6-751389fc3008", "updated_at": "\(updatedAt)",
             "channel_id": "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a", "subject": "s \(id)"\(created)}
            """
    }

    /// A contact.
    static func contact(_ id: String, name: String = "Ana") -> String {
        "{\"id\": \"row-\(id)\", \"user_id\": \"\(id)\", \"name\": \"\(name)\"}"
    }

    /// A page of a list.
    static func page(_ member: String, _ rows: [String], hasMore: Bool = false, total: Int? = nil)
        -> VendorReply
    {
        .json(
            """
            {"message": "ok", "code_cxpress": 700, "\(member)": [\(rows.joined(separator: ","))],
             "pagination": {"total": \(total ?? rows.count), "nextPage": \(hasMore ? "2" : "null")}}
            """)
    }

    /// A refusal.
    static func refusal(_ status: Int, code: Int = 1, message: String = "No.") -> VendorReply {
        .json("{\"message\": \"\(message)\", \"code_cxpress\": \(code)}", status: status)
    }

    /// A new pair of tokens.
    static func pair(_ token: String, _ refreshToken: String) -> VendorReply {
        .json(
            "{\"message\": \"ok\", \"code_cxpress\": 6700, \"token\": \"\(token)\", \"refresToken\": \"\(refreshToken)\"}"
        )
    }
}
