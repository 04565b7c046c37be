import JSONCore
import Primitives

extension MediaForm: DescribedBody {
    /// The parts of the vendor's form, the file by what is known of it.
    func describe(to writer: inout JSONWriter) {
        guard let target else { return writer.null() }
        writer.beginObject()
        writer.member(target.appField, appID)
        writer.beginObject(target.fileField)
        writer.member("filename", filename)
        writer.member("content_type", contentType)
        writer.member("size", size)
        writer.endObject()
        writer.endObject()
    }
}
