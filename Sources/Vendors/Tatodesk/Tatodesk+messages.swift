import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Sending a message of a template to one person, by the call of its channel.
extension Tatodesk {
    static let createMessage = CreateEndpoint<MessageDraft, Message>(
        writable: MessageDraft.memberNames,
        request: { draft, _, _ in
            try check(draft)
            var request = VendorRequest(.post, path(draft.channel), host: .api)
            // The document shows no answer.
            request.allowsEmptyAnswer = true
            request.json { write(draft, to: &$0) }
            return request
        },
        record: { _, draft in
            // The vendor does not say the id: what was sent is what is known.
            var message = Message(remoteID: nil)
            message.channel = draft.channel
            message.vendorChannel = Text(stringLiteral: draft.channel.word)
            message.to = recipient(draft)
            message.appID = draft.appID
            message.templateID = draft.templateID
            message.parameters = draft.parameters
            message.webhookID = draft.webhookID
            message.metadata = draft.metadata
            return message
        })

    private static func path(_ channel: MessageChannel) -> VendorRequest.PathPart {
        switch channel {
        case .email: "/dl/v1/email/messages"
        case .whatsapp: "/dl/v1/whatsapp/messages"
        case .sms: "/dl/v1/sms/messages"
        }
    }

    /// What each channel's call has no place for, and numbers and addresses that are none.
    private static func check(_ draft: MessageDraft) throws {
        var faults: [FieldFault] = []
        if draft.channel == .email {
            if draft.webhookID != nil { faults.append(FieldFault("/webhook_id", "is not for e-mails")) }
            if !draft.metadata.isEmpty { faults.append(FieldFault("/metadata", "is not for e-mails")) }
        } else if !draft.attachments.isEmpty {
            faults.append(FieldFault("/attachments", "are for e-mails alone"))
        }
        if draft.header != nil, draft.channel != .whatsapp {
            faults.append(FieldFault("/header", "is for WhatsApp alone"))
        }
        if recipient(draft) == nil {
            let expected = draft.channel == .email ? "an e-mail address" : "a number with its country's code"
            faults.append(FieldFault("/to", "is \(expected)"))
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
    }

    /// The address as it is; of a number the digits alone, as the vendor writes them.
    private static func recipient(_ draft: MessageDraft) -> Text? {
        let bytes = draft.to.trimmed.unsafeBytes
        if draft.channel == .email {
            let at = bytes.firstIndex(of: UInt8(ascii: "@"))
            let isPlain = bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            return isPlain && at.map { $0 > 0 && $0 < bytes.count - 1 } ?? false ? draft.to.trimmed : nil
        }
        let digits = bytes.filter { $0 &- UInt8(ascii: "0") < 10 }
        let isNumber = bytes.allSatisfy { $0 &- UInt8(ascii: "0") < 10 || "+-(). ".utf8.contains($0) }
        guard isNumber, (8...15).contains(digits.count) else { return nil }
        return Text(String(decoding: digits, as: UTF8.self))
    }

    private static func write(_ draft: MessageDraft, to writer: inout JSONWriter) {
        writer.member("appID", draft.appID)
        writeTemplateID(draft, to: &writer)
        switch draft.channel {
        case .email: writer.beginObject("email")
        case .whatsapp: writer.beginObject("whatsapp")
        case .sms: writer.beginObject("sms")
        }
        writer.member("type", "template" as StaticString)
        writer.member("to", recipient(draft))
        switch draft.channel {
        case .email: writeEmail(draft, to: &writer)
        case .whatsapp: writeWhatsApp(draft, to: &writer)
        case .sms:
            writer.beginObject("template")
            writer.texts("params", draft.parameters)
            writer.endObject()
        }
        writer.endObject()
        writer.present("webhookID", draft.webhookID)
        if draft.metadata.isEmpty { return }
        writer.beginObject("metadatas")
        for pair in draft.metadata {
            writer.key(escaping: pair.name)
            if let text = pair.value.scalarText { writer.string(text) } else { writer.null() }
        }
        writer.endObject()
    }

    /// The document has the id in quotes for e-mails, and without them for the others.
    private static func writeTemplateID(_ draft: MessageDraft, to writer: inout JSONWriter) {
        if draft.channel != .email, let number = Int64(draft.templateID.string) {
            writer.member("templateID", number)
        } else {
            writer.member("templateID", draft.templateID)
        }
    }

    private static func writeEmail(_ draft: MessageDraft, to writer: inout JSONWriter) {
        writer.beginObject("templatePayload")
        writer.beginObject("body")
        writer.texts("params", draft.parameters)
        if !draft.attachments.isEmpty {
            writer.beginArray("attachments")
            for attachment in draft.attachments {
                writer.beginObject()
                writer.member("filename", attachment.filename)
                writer.member("base64", attachment.base64)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
    }

    private static func writeWhatsApp(_ draft: MessageDraft, to writer: inout JSONWriter) {
        writer.beginObject("templatePayload")
        if let header = draft.header {
            writer.beginObject("header")
            writer.beginArray("params")
            write(header, to: &writer)
            writer.endArray()
            writer.endObject()
        }
        writer.beginObject("body")
        writer.beginArray("params")
        for parameter in draft.parameters {
            writer.beginObject()
            writer.member("type", "TEXT" as StaticString)
            writer.member("text", parameter)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.endObject()
    }

    /// `{type, image: {link}}` or `{type, image: {id}}`
    private static func write(_ header: MessageHeader, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", header.kind.word)
        writer.beginObject(header.kind.word)
        switch header.source {
        case .link(let link): writer.member("link", link)
        case .media(let id): writer.member("id", id)
        }
        writer.endObject()
        writer.endObject()
    }
}

extension JSONWriter {
    /// Writes an array of texts.
    mutating func texts(_ name: StaticString, _ texts: [Text]) {
        beginArray(name)
        for text in texts { string(text) }
        endArray()
    }
}
