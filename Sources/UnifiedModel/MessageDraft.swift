import HTTPCore
import Primitives

/// A message that an app sends to one person. Ids are the vendor's own.
public struct MessageDraft: Draft {
    /// How it goes out.
    public var channel = MessageChannel.email
    /// The address or the number it goes to.
    public var to: Text = ""
    /// The vendor's id of the app it is sent for.
    public var appID: Text = ""
    /// The template's id.
    public var templateID: Text = ""
    /// What is put in the template's places.
    public var parameters: [Text] = []
    /// What stands above the text.
    public var header: MessageHeader?
    /// Files that go with it.
    public var attachments: [MessageAttachment] = []
    /// Fields of the company's own.
    public var metadata: [NamedValue] = []
    /// Where the vendor is to tell of it.
    public var webhookID: Text?

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let channel = body.word("channel", MessageChannel.self)
        body.require(channel, "channel")
        self.channel = channel.value ?? .email
        let to = body.scalar("to")
        body.require(to, "to")
        self.to = to.value ?? ""
        let appID = body.scalar("app_id")
        body.require(appID, "app_id")
        self.appID = appID.value ?? ""
        let templateID = body.scalarIdentifier("template_id")
        body.require(templateID, "template_id")
        self.templateID = templateID.value ?? ""
        parameters = body.scalars("parameters").value ?? []
        body.object("header") { header = MessageHeader(reading: &$0) }
        attachments = body.objects("attachments") { MessageAttachment(reading: &$0) }
        metadata = body.values("metadata").value ?? []
        webhookID = body.scalar("webhook_id").value
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "channel", "to", "app_id", "template_id", "parameters", "header", "attachments", "metadata",
        "webhook_id",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { to.isEmpty }

    /// The members whose ids say which connection is meant.
    public static let addressingMembers: [StaticString] = ["template_id"]
}

/// What stands above a message's text: a picture, a film, a document, which the vendor holds already or finds
/// at a link.
public struct MessageHeader: Sendable {
    /// What it is.
    public var kind = MessageHeaderKind.image
    /// Where it lies.
    public var source: Source

    /// Where the file of a header lies.
    public enum Source: Sendable {
        /// Anybody finds it there.
        case link(Text)
        /// It was uploaded, and has that id.
        case media(Text)
    }

    /// Reads `{type, link}` or `{type, media_id}`; nothing when neither or both are there.
    init?(reading body: inout BodyReader) {
        kind = body.word("type", MessageHeaderKind.self).value ?? .image
        let link = body.text("link").value
        let media = body.identifier("media_id").value
        switch (link, media) {
        case (let link?, nil):
            source = .link(link)
            guard link.hasPrefixIgnoringCase("https://") || link.hasPrefixIgnoringCase("http://") else {
                body.note("link", "is a URL")
                return nil
            }
        case (nil, let media?): source = .media(media)
        case (nil, nil):
            if body.faults.isEmpty, !body.isCleared { body.note("link", "is required, or media_id") }
            return nil
        case (_?, _?):
            body.note("media_id", "stands in the place of link, not beside it")
            return nil
        }
    }
}

/// What the file of a message's header is.
public enum MessageHeaderKind: Vocabulary {
    case image, video, document

    /// The word as it stands in JSON.
    public var word: StaticString {
        switch self {
        case .image: "image"
        case .video: "video"
        case .document: "document"
        }
    }
}

/// A file that goes with a message.
public struct MessageAttachment: Sendable {
    /// What it is called.
    public var filename: Text = ""
    /// What it holds (RFC 4648, section 4).
    public var base64: Text = ""

    init(reading body: inout BodyReader) {
        let filename = body.text("filename")
        body.require(filename, "filename")
        self.filename = filename.value ?? ""
        let base64 = body.base64("base64")
        body.require(base64, "base64")
        self.base64 = base64.value ?? ""
    }
}
