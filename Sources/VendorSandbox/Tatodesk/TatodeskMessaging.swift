import HTTPCore
import JSONCore
import Primitives
import Synchronization

/// The part of the Tatodesk simulator that sends messages, reports on them, keeps records, and is told of
/// sessions and events of apps. What was sent stands in the report from then on.
final class TatodeskMessaging: Sendable {
    private struct State {
        var items: [TatodeskDispatch]
        var notifications: [TatodeskDispatch]
        var objects: [String: TatodeskObject]
        var sessions: [String: String] = [:]
        var media: Set<String> = []
        var eventCount = 0
        var random: DeterministicRandom
    }

    private enum Call {
        case sendEmail, sendWhatsApp, sendSMS, uploadMedia, listCampaigns, listNotifications
        case listObject, insertObject, updateObject, deleteObject, createSession, createEvent
    }

    private let calls = CallTable<Call>(
        prefix: "/",
        [
            (.sendEmail, .post, "api/dl/v1/email/messages"),
            (.sendWhatsApp, .post, "api/dl/v1/whatsapp/messages"),
            (.sendSMS, .post, "api/dl/v1/sms/messages"),
            (.uploadMedia, .post, "media/dl/v1/whatsapp/media"),
            (.listCampaigns, .post, "data/mkt/listCampaignsReport"),
            (.listNotifications, .post, "data/mkt/listLooseNotificationsReport"),
            (.listObject, .post, "api_v2/crm/v1/listObject"),
            (.insertObject, .post, "api_v2/crm/v1/insertObject"),
            (.updateObject, .post, "api_v2/crm/v1/updateObject"),
            (.deleteObject, .post, "api_v2/crm/v1/deleteObject"),
            (.createSession, .post, "api_v2/pulse/v1/createAppSession"),
            (.createEvent, .post, "api/pulse/v1/createEvent"),
        ])
    private let time: any TimeSource
    private let state: Mutex<State>

    /// The part, filled from before the moment it is.
    init(time: any TimeSource, seed: UInt64 = 1) {
        self.time = time
        state = Mutex(Self.initial(time.wallClock, seed))
    }

    private static func initial(_ moment: Timestamp, _ seed: UInt64) -> State {
        var random = DeterministicRandom(seed: seed)
        return State(
            items: TatodeskDispatch.seed(240, campaigns: true, before: moment, &random),
            notifications: TatodeskDispatch.seed(130, campaigns: false, before: moment, &random),
            objects: TatodeskObject.seed(before: moment, &random), random: random)
    }

    /// Begins anew.
    func reset(seed: UInt64 = 1) {
        let initial = Self.initial(time.wallClock, seed)
        state.withLock { $0 = initial }
    }

    /// Answers a call; nothing when it is none of this part's.
    func respond(to request: Request) -> Response? {
        guard let call = calls.match(request.method, request.path)?.call else { return nil }
        do throws(TatodeskRefusal) {
            return try answer(call, request)
        } catch {
            return error.response
        }
    }

    private func answer(_ call: Call, _ request: Request) throws(TatodeskRefusal) -> Response {
        let body = request.body
        return switch call {
        case .uploadMedia: try uploadMedia(request)
        case .sendEmail: try send(body, "email")
        case .sendWhatsApp: try send(body, "whatsapp")
        case .sendSMS: try send(body, "sms")
        case .listCampaigns: try listCampaigns(body)
        case .listNotifications: try listNotifications(body)
        case .listObject: try listObject(body)
        case .insertObject: try insertObject(body)
        case .updateObject: try updateObject(body)
        case .deleteObject: try deleteObject(body)
        case .createSession: try createSession(body)
        case .createEvent: try createEvent(body)
        }
    }

    /// An answer of which the document says no more.
    private static var done: Response { .json { $0.nullMember("error") } }

    // MARK: Messages

    private func send(_ body: ByteBuffer?, _ service: String) throws(TatodeskRefusal) -> Response {
        var body = try TatodeskBody(body)
        let (app, template) = (try body.scalar("appID"), try body.scalar("templateID"))
        var message = try body.object(service == "email" ? "email" : service == "sms" ? "sms" : "whatsapp")
        guard try message.scalar("type") == "template" else { throw .invalid("type is invalid") }
        let to = try message.scalar("to")
        try checkHeader(&message)
        guard service == "email" ? to.contains("@") : to.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw .invalid("to is invalid")
        }
        let webhook = body.optionalScalar("webhookID")
        let metadatas = (try? body.object("metadatas"))?.members ?? []
        let moment = TatodeskDispatch.local(time.wallClock)
        state.withLock { state in
            var sent = TatodeskDispatch(
                id: 31_000_100 + state.notifications.count, service: service, templateID: template,
                template: "template_\(template)", appID: app, local: moment, key: to)
            sent.webhookID = webhook
            if !metadatas.isEmpty {
                sent.metadatas = metadatas.map { "\($0.name):\($0.json.unquoted)" }.joined(separator: " | ")
            }
            state.notifications.append(sent)
        }
        return Self.done
    }

    /// A file that a header names by its id was uploaded before, or is the document's.
    private func checkHeader(_ message: inout TatodeskBody) throws(TatodeskRefusal) {
        guard var payload = try? message.object("templatePayload"), var header = try? payload.object("header")
        else { return }
        for parameter in header.list("params") ?? [] {
            guard var fields = try? parameter.object(), let type = try? fields.text("type").string,
                type == "image" || type == "video" || type == "document",
                let value = (try? parameter.object())?.first(where: { $0.key.string == type })?.value,
                var file = try? value.object()
            else { throw .invalid("header is invalid") }
            if (try? file.optionalText("link")) ?? nil != nil { continue }
            let id = ((try? file.optionalText("id")) ?? nil)?.string ?? ""
            let isKnown = state.withLock { $0.media.contains(id) } || id == Self.documentedMedia
            guard isKnown else { throw .invalid("Media not found") }
        }
    }

    private static let documentedMedia = "8c2bb4c0-819c-4ca6-a6e4-a809f2849933"

    /// A call without a form is answered as the document shows.
    private func uploadMedia(_ request: Request) throws(TatodeskRefusal) -> Response {
        guard try TatodeskUpload(request) != nil else { return .example(TatodeskExamples.media) }
        let id = state.withLock { state in
            let id = "\(1_051_023_410_284_838 + state.media.count)"
            state.media.insert(id)
            return id
        }
        return .json { writer in
            writer.object("media") { $0.member("mediaID", id) }
            writer.nullMember("error")
        }
    }

    private func listCampaigns(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var query = try TatodeskReportQuery(body)
        let departments = try query.filter.numbers("departmentIDs")
        let archived = try query.filter.number("archived", atLeast: 1, default: 0)
        guard archived <= 2 else { throw .invalid("archived is invalid") }
        let rows = state.withLock { $0.items }.filter { item in
            query.days.contains(item.day)
                && (departments.isEmpty || item.departmentID.map(departments.contains) ?? false)
                && (archived == 0 || item.campaign?.isArchived == (archived == 1))
        }
        return .json(capacity: 65_536) { writer in
            writer.member("count", "\(rows.count)")
            writer.objects("campaignItems", query.slice(rows)) { $1.writeCampaignItem(to: &$0) }
            writer.nullMember("error")
        }
    }

    private func listNotifications(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var query = try TatodeskReportQuery(body)
        let templates = try query.filter.numbers("mktTemplateIDs")
        let (users, keys) = (try query.filter.numbers("userIDs"), try query.filter.numbers("apiKeyIDs"))
        let service = query.filter.optionalScalar("service")
        let rows = state.withLock { $0.notifications }.filter { sent in
            query.days.contains(sent.day) && (service == nil || service == sent.service)
                && (templates.isEmpty || Int(sent.templateID).map(templates.contains) ?? false)
                && (users.isEmpty || users.contains(sent.userID))
                && (keys.isEmpty || keys.contains(sent.apiKeyID))
        }
        return .json(capacity: 65_536) { writer in
            writer.member("count", rows.count)
            writer.objects("notifications", query.slice(rows)) { $1.writeNotification(to: &$0) }
            writer.nullMember("error")
        }
    }

    // MARK: Records

    /// The document shows a call without a body, and so that is answered with its example.
    private func listObject(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        guard var body = try? TatodeskBody(body), let name = body.optionalScalar("apiName") else {
            return .example(TatodeskExamples.objects)
        }
        let page = try body.number("page", atLeast: 0, default: 0)
        let limit = try body.number("limit", atLeast: 1, default: TatodeskReportQuery.defaultLimit)
        guard let object = state.withLock({ $0.objects[name] }) else { throw .unknownObject }
        let (start, overflows) = page.multipliedReportingOverflow(by: limit)
        let rows = overflows ? [] : object.records.dropFirst(start).prefix(limit)
        return .json(capacity: 65_536) { writer in
            writer.object("dataObject") { writer in
                writer.member("tableName", object.tableName)
                object.writeColumns(to: &writer)
                writer.objects("tableData", rows) { $1.write(to: &$0) }
            }
            writer.member("count", "\(object.records.count)")
            writer.nullMember("error")
        }
    }

    private func insertObject(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var body = try TatodeskBody(body)
        let (name, fields) = (try body.scalar("apiName"), try body.object("dataObject").members)
        let now = time.wallClock
        let record = try state.withLock { state throws(TatodeskRefusal) in
            guard let object = state.objects[name] else { throw .unknownObject }
            try object.check(fields, isWhole: true)
            let record = TatodeskObject.Record(
                id: state.random.uuid(), createdAt: now, updatedAt: now, fields: fields)
            state.objects[name]?.records.append(record)
            return record
        }
        return .json { writer in
            writer.object("dataObject") { record.write(to: &$0) }
            writer.nullMember("error")
        }
    }

    private func updateObject(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var body = try TatodeskBody(body)
        let (name, id) = (try body.scalar("apiName"), try body.scalar("ID"))
        let fields = try body.object("dataObject").members
        let now = time.wallClock
        try state.withLock { state throws(TatodeskRefusal) in
            guard var object = state.objects[name] else { throw .unknownObject }
            guard let place = object.records.firstIndex(where: { $0.id == id }) else { throw .unknownRecord }
            try object.check(fields, isWhole: false)
            let names = Set(fields.map(\.name))
            object.records[place].fields.removeAll { names.contains($0.name) }
            object.records[place].fields += fields
            object.records[place].updatedAt = now
            state.objects[name] = object
        }
        return Self.done
    }

    private func deleteObject(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var body = try TatodeskBody(body)
        let (name, id) = (try body.scalar("apiName"), try body.scalar("ID"))
        try state.withLock { state throws(TatodeskRefusal) in
            guard let object = state.objects[name] else { throw .unknownObject }
            guard let place = object.records.firstIndex(where: { $0.id == id }) else { throw .unknownRecord }
            state.objects[name]?.records.remove(at: place)
        }
        return Self.done
    }

    // MARK: Apps

    private func createSession(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var body = try TatodeskBody(body)
        var client = try body.object("client")
        let app = try client.scalar("appID")
        let id = state.withLock { state in
            let id = state.random.uuid()
            state.sessions[id] = app
            return id
        }
        return .json { writer in
            writer.member("session", id)
            writer.nullMember("error")
        }
    }

    private func createEvent(_ body: ByteBuffer?) throws(TatodeskRefusal) -> Response {
        var body = try TatodeskBody(body)
        let (app, session) = (try body.scalar("appID"), try body.scalar("appSessionID"))
        _ = try body.scalar("tag")
        _ = try body.object("data")
        try state.withLock { state throws(TatodeskRefusal) in
            guard state.sessions[session] == app else { throw .invalid("App session not found") }
            state.eventCount += 1
        }
        return Self.done
    }
}

extension TatodeskRefusal {
    static let unknownObject = invalid("Object not found")
    static let unknownRecord = invalid("Record not found")
}

extension String {
    /// A JSON text without its quotes, where it is one.
    fileprivate var unquoted: String {
        hasPrefix("\"") && hasSuffix("\"") && utf8.count >= 2 ? String(dropFirst().dropLast()) : self
    }
}
