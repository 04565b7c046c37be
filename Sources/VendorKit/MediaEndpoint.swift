import JSONCore
import Primitives
import UnifiedModel

/// How a vendor takes a file: a form of two parts, which the gateway passes on while it comes.
public struct MediaEndpoint: Sendable {
    /// The call, without its body.
    public let request: @Sendable (Account) -> VendorRequest
    /// What the form calls the id of the app.
    public let appField: StaticString
    /// What the form calls the file.
    public let fileField: StaticString
    /// Makes the record of the answer.
    public let record: @Sendable (JSONValue, UploadedFile) throws -> Media

    /// The members of the app's form.
    public static let memberNames: [StaticString] = ["app_id", "media"]

    /// An upload of these parts.
    public init(
        appField: StaticString, fileField: StaticString,
        request: @escaping @Sendable (Account) -> VendorRequest,
        record: @escaping @Sendable (JSONValue, UploadedFile) throws -> Media
    ) {
        self.appField = appField
        self.fileField = fileField
        self.request = request
        self.record = record
    }
}

/// A file that was passed on.
public struct UploadedFile: Sendable, Hashable {
    /// The vendor's id of the app it is for.
    public let appID: Text
    /// What it is called.
    public let filename: Text
    /// Its media type.
    public let contentType: Text
    /// How many bytes it has.
    public let size: Int

    /// A file.
    public init(appID: Text, filename: Text, contentType: Text, size: Int) {
        self.appID = appID
        self.filename = filename
        self.contentType = contentType
        self.size = size
    }
}
