import JSONCore
import Primitives
import VendorKit

extension Tatodesk {
    /// What the status says; of a successful one, `error` decides: it is `null` or absent when all went
    /// well. The document does not say what else it is: words, or an object with them.
    static func failure(of answer: VendorAnswer) -> VendorFailure? {
        let error = error(in: answer.document?.root)
        guard let kind = answer.failureByStatus ?? (error == nil ? nil : .rejected) else { return nil }
        guard let error else { return VendorFailure(kind, quoting: answer.document?.root) }
        if error.kind == .object { return VendorFailure(kind, quoting: error, code: "code") }
        return VendorFailure(kind, quoting: answer.document?.root, message: "error")
    }

    private static func error(in answer: JSONValue?) -> JSONValue? {
        guard var fields = try? answer?.object(), let error = fields.optionalValue("error") else {
            return nil
        }
        return error.isNull ? nil : error
    }
}
