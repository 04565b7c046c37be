import GatewayCore
import HTTPCore
import Primitives
import Synchronization

@testable import HTTPUpstream

/// What a stand-in for a vendor does with a call.
enum VendorReply: Sendable {
    /// It answers.
    case answer(Status, Fields = Fields(), ByteBuffer = ByteBuffer())
    /// There is no answer that could be relied on.
    case failure(UpstreamError.Cause, UpstreamError.Delivery)

    /// An answer of that JSON.
    static func json(_ text: String, status: Int = 200) -> VendorReply {
        .answer(
            Status(status), Fields([Field(name: "Content-Type", value: "application/json")]), ByteBuffer(text)
        )
    }

    /// What a request handler, such as a simulator, answered. A body that breaks off is one.
    init(_ response: Response) async {
        switch response.body {
        case .empty: self = .answer(response.status, response.fields)
        case .buffer(let buffer): self = .answer(response.status, response.fields, ByteBuffer(buffer.bytes))
        case .file(let file): self = .answer(response.status, response.fields, ByteBuffer(file.bytes ?? []))
        case .stream(let write):
            let body = CollectedBody()
            do {
                try await write(body)
                self = .answer(response.status, response.fields, ByteBuffer(body.text))
            } catch {
                self = .failure(.truncated, .maybeSent)
            }
        }
    }
}

/// Carries calls to stand-ins in the same process, each by its authority, and keeps what was sent.
final class HarnessTransport: VendorTransport {
    /// Stands in for a vendor.
    typealias Stand = @Sendable (Request) async -> VendorReply

    private let stands: [String: Stand]
    private let sent = Mutex<[Request]>([])
    private let given = Mutex<[UpstreamTimeouts]>([])
    private let paused = Mutex<[Duration]>([])
    private let backlog = Mutex<Gate?>(nil)

    init(_ stands: [String: Stand]) { self.stands = stands }

    var executor: (any TaskExecutor)? { nil }

    /// Lets the others run: the clock of a test stands still.
    func pause(for duration: Duration) async {
        paused.withLock { $0.append(duration) }
        await Task.yield()
    }

    /// Has calls wait until the gate that it gives is opened, as if answers came faster than they are worked on.
    func fallBehind() -> Gate {
        let gate = Gate()
        backlog.withLock { $0 = gate }
        return gate
    }

    var isBehind: Bool { backlog.withLock { $0.map { !$0.isOpen } ?? false } }

    func caughtUp() async { await backlog.withLock { $0 }?.wait() }

    /// The pauses so far.
    var pauses: [Duration] { paused.withLock { $0 } }

    /// How long each call was given.
    var timeouts: [UpstreamTimeouts] { given.withLock { $0 } }

    /// The calls so far, each with the authority it went to as its `Host`.
    var calls: [Request] { sent.withLock { $0 } }

    /// Keeps no more of what was sent so far.
    func forgetCalls() { sent.withLock { $0 = [] } }

    func send(_ request: UpstreamRequest) async throws(UpstreamError) -> UpstreamResponse {
        guard var call = Self.request(request), let stand = stands[call.fields["Host"]?.string ?? ""] else {
            throw UpstreamError(.unresolved, .notSent)
        }
        if let stream = request.stream { call.body = try await Self.whole(stream) }
        let received = call
        sent.withLock { $0.append(received) }
        given.withLock { $0.append(request.timeouts) }
        switch await stand(received) {
        case .answer(let status, let fields, let body):
            let timing = UpstreamResponse.Timing(connect: .zero, firstByte: .zero, total: .zero)
            return UpstreamResponse(
                status: status, fields: fields, body: body, framing: .length, timing: timing)
        case .failure(let cause, let delivery): throw UpstreamError(cause, delivery)
        }
    }

    /// A body that comes in pieces. One that breaks off ends the call, as libcurl does.
    private static func whole(_ stream: any BodySource) async throws(UpstreamError) -> ByteBuffer {
        let body = ByteBuffer()
        do throws(BodyFailure) {
            while let piece = try await stream.next() {
                piece.withBytes { body.append(UnsafeRawBufferPointer($0)) }
            }
        } catch {
            throw UpstreamError(.cancelled, .maybeSent)
        }
        return body
    }

    /// The request as its receiver would read it.
    private static func request(_ upstream: UpstreamRequest) -> Request? {
        let scheme: Text = "https://"
        guard upstream.url.hasPrefixIgnoringCase(scheme) else { return nil }
        let rest = upstream.url[scheme.count..<upstream.url.count]
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let target = rest[slash..<rest.count]
        let mark = target.firstIndex(of: UInt8(ascii: "?"))
        var fields = upstream.fields
        fields.append("Host", rest[0..<slash])
        return Request(
            method: upstream.method, path: target[0..<(mark ?? target.count)],
            query: mark.map { target[$0 + 1..<target.count] }, fields: fields,
            body: upstream.body.map { ByteBuffer($0.bytes) })
    }
}

/// Keeps what a streamed body writes.
final class CollectedBody: BodyWriter {
    private let parts = Mutex<[String]>([])

    /// The parts, as they were written.
    var written: [String] { parts.withLock { $0 } }

    /// All of it.
    var text: String { written.joined() }

    func write(_ buffer: ByteBuffer) async throws {
        parts.withLock { $0.append(buffer.string) }
    }
}

/// Keeps what was logged.
final class KeptLog: AccessLog {
    private let kept = Mutex<[RequestTrace]>([])

    /// What was logged, in order.
    var traces: [RequestTrace] { kept.withLock { $0 } }

    func write(_ trace: RequestTrace) { kept.withLock { $0.append(trace) } }
}
