import HTTPCore
import Primitives

/// What the store keeps of a write that carried a key.
struct IdempotencyRecord: Equatable, Sendable {
    /// How far along the write is.
    enum Phase: Equatable, Sendable {
        /// That process has begun it, and is done with it at that moment at the latest.
        case running(owner: [UInt8], until: Timestamp)
        /// It is over, and this was the answer.
        case finished(KeptAnswer)
        /// It is over, and the answer was too large to keep.
        case finishedWithoutAnswer(WriteOutcome)
    }

    /// How long it is kept.
    static let lifetime = Duration.seconds(24 * 3600)

    /// What was asked.
    var fingerprint: RequestFingerprint
    /// When it began, the first time.
    let since: Timestamp
    /// How far along it is.
    var phase: Phase

    /// A record.
    init(_ fingerprint: RequestFingerprint, since: Timestamp, _ phase: Phase) {
        self.fingerprint = fingerprint
        self.since = since
        self.phase = phase
    }
}

/// An answer as it is kept for those who ask the same again.
struct KeptAnswer: Equatable, Sendable {
    /// One of its fields, as bytes.
    struct KeptField: Equatable, Sendable {
        let name: [UInt8]
        let value: [UInt8]
    }

    /// How many bytes fields and body may have together.
    static let maximumSize = 1 << 20

    /// The status.
    var status: Int
    /// What went wrong, if anything did.
    var problem: ProblemKind?
    /// Whether the write took effect, as far as that was said.
    var outcome: WriteOutcome?
    /// The fields, without those that every response has.
    var fields: [KeptField]
    /// The body.
    var body: [UInt8]

    /// An answer of these parts.
    init(
        status: Int, problem: ProblemKind? = nil, outcome: WriteOutcome?, fields: [KeptField] = [],
        body: [UInt8] = []
    ) {
        self.status = status
        self.problem = problem
        self.outcome = outcome
        self.fields = fields
        self.body = body
    }

    /// Keeps an answer; nothing when it is too large for that.
    init?(_ response: Response, problem: ProblemKind? = nil, outcome: WriteOutcome?) {
        let body: [UInt8]
        switch response.body {
        case .empty: body = []
        case .buffer(let buffer):
            guard buffer.count <= Self.maximumSize else { return nil }
            body = buffer.bytes
        case .file(let file):
            guard file.count <= Self.maximumSize, let bytes = file.bytes else { return nil }
            body = bytes
        case .stream: return nil
        }
        let fields = response.fields.all.map { field in
            KeptField(name: field.name.withBytes(Array.init), value: field.value.withBytes(Array.init))
        }
        let size = fields.reduce(body.count) { $0 + $1.name.count + $1.value.count }
        guard size <= Self.maximumSize, fields.count <= Self.maximumFields else { return nil }
        self.init(
            status: response.status.code, problem: problem, outcome: outcome, fields: fields, body: body)
    }

    /// How many fields are kept: as many as there may be in a message.
    static let maximumFields = 128

    /// The answer for one who asks again.
    var replay: Answer {
        var fields = Fields(capacity: self.fields.count + 8)
        for field in self.fields { fields.append(Self.text(field.name), Self.text(field.value)) }
        fields.append("Idempotent-Replayed", "true")
        var answer = Answer(
            Response(
                Status(status), fields: fields, body: body.isEmpty ? .empty : .buffer(ByteBuffer(body))))
        answer.problem = problem
        return answer
    }

    private static func text(_ bytes: [UInt8]) -> Text {
        let buffer = ByteBuffer(bytes)
        return buffer.text(0..<buffer.count)
    }
}
