import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Sessions of apps and what happens in them.
extension Tatodesk {
    static let createAppSession = CreateEndpoint<AppSessionDraft, AppSession>(
        writable: AppSessionDraft.memberNames,
        request: { draft, _, _ in
            let device = draft.device
            var request = VendorRequest(.post, "/pulse/v1/createAppSession", host: .secondAPI)
            request.json { writer in
                writer.beginObject("client")
                writer.present("clientVersionApp", device.appVersion)
                writer.member("appID", device.appID)
                writer.endObject()
                writer.beginObject("payload")
                writer.present("os", device.os)
                writer.present("language", device.language)
                writer.present("screen", device.screen)
                writer.present("platform", device.platform)
                writer.endObject()
            }
            return request
        },
        record: { answer, draft in
            guard var fields = try? answer.object(), let id = (try? fields.optionalText("session")) ?? nil
            else { throw VendorFailure(.malformed, message: "The answer has no session.") }
            return AppSession(remoteID: id, device: draft.device)
        })

    static let createAppEvent = CreateEndpoint<AppEventDraft, AppEvent>(
        writable: AppEventDraft.memberNames,
        request: { draft, _, _ in
            var request = VendorRequest(.post, "/pulse/v1/createEvent", host: .api)
            // The document shows no answer.
            request.allowsEmptyAnswer = true
            request.json { writer in
                writer.beginObject("data")
                for pair in draft.data {
                    writer.key(escaping: pair.name)
                    pair.value.write(to: &writer)
                }
                writer.endObject()
                writer.member("appID", draft.appID)
                writer.member("appSessionID", draft.sessionID)
                writer.member("tag", draft.tag)
            }
            return request
        },
        record: { _, draft in
            var event = AppEvent(remoteID: nil)
            event.appID = draft.appID
            event.sessionID = draft.sessionID
            event.tag = draft.tag
            event.data = draft.data
            return event
        })
}
