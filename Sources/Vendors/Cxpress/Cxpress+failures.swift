import JSONCore
import Primitives
import VendorKit

extension Cxpress {
    /// Past its limit Cxpress blocks the address it is called from for ten minutes.
    static let blockLength = Duration.seconds(600)

    /// What the status says, with the code and the words of the body. Being told of the limit at all
    /// means that the address is blocked.
    static func failure(of answer: VendorAnswer) -> VendorFailure? {
        guard var kind = answer.failureByStatus else { return nil }
        if case .limited(let wait) = kind { kind = .blocked(for: wait ?? blockLength) }
        return refusal(kind, answer.document?.root)
    }

    /// The payload of a successful answer. Some refusals come with a status of success and no payload:
    /// then `code_cxpress` and `message` say why.
    static func payload(_ name: StaticString, of answer: JSONValue) throws -> JSONValue {
        var fields = try answer.object()
        guard let payload = fields.optionalValue(name), !payload.isNull else {
            throw refusal(.rejected, answer)
        }
        return payload
    }

    /// A refusal with the code and the words of the body.
    static func refusal(_ kind: VendorFailure.Kind, _ answer: JSONValue?) -> VendorFailure {
        VendorFailure(kind, quoting: answer, code: "code_cxpress")
    }
}
