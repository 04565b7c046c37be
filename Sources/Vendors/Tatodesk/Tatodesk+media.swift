import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Files on their way to WhatsApp, by the one call that is no JSON.
extension Tatodesk {
    static let createMedia = MediaEndpoint(
        appField: "appID", fileField: "media",
        request: { _ in VendorRequest(.post, "/dl/v1/whatsapp/media", host: .media) },
        record: { answer, file in
            guard var fields = try? answer.object(), var media = try? fields.object("media"),
                let id = (try? media.optionalScalarText("mediaID")) ?? nil
            else { throw VendorFailure(.malformed, message: "The answer has no media.mediaID.") }
            var record = Media(remoteID: id)
            record.appID = file.appID
            record.filename = file.filename
            record.contentType = file.contentType
            record.size = file.size
            return record
        })
}
