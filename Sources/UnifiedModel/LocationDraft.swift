import Primitives

/// A place that an app registers.
public struct LocationDraft: Draft {
    /// What it is called.
    public var name: Text = ""
    /// What kind of place it is, in the vendor's own word.
    public var type: Text?
    /// Fields of the company's own.
    public var customFields: [NamedValue] = []

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let name = body.text("name")
        body.require(name, "name")
        self.name = name.value ?? ""
        type = body.text("type").value
        customFields = body.values("custom_fields").value ?? []
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["name", "type", "custom_fields"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { name.isEmpty }
}
