import JSONCore
import VendorKit

extension Track {
    /// What the status says, with the words of `{"message", "success"}`. Successful answers say
    /// `"success": 1` or nothing of it: one that says otherwise is a refusal.
    static func failure(of answer: VendorAnswer) -> VendorFailure? {
        let root = answer.document?.root
        guard let kind = answer.failureByStatus ?? (saysFailure(root) ? .rejected : nil) else { return nil }
        return VendorFailure(kind, quoting: root)
    }

    private static func saysFailure(_ answer: JSONValue?) -> Bool {
        guard var fields = try? answer?.object(), let success = fields.optionalValue("success") else {
            return false
        }
        return (try? success.bool()) == false || (try? success.integer()) == 0
    }
}
