import HTTPCore
import Primitives

/// A record as bytes: a mark, a version, and the members one behind the other, numbers with their highest byte first
/// and what varies in length behind its length.
extension IdempotencyRecord {
    /// What records begin with, and no sealed one does.
    static let mark: [UInt8] = Array("CXI".utf8)
    /// The shape written here.
    static let version: UInt8 = 1

    /// Bytes that are no record of a shape known here.
    struct Damaged: Error {}

    private enum PhaseCode: UInt8 { case running = 1, finished, finishedWithoutAnswer }

    /// The record as bytes.
    var encoded: [UInt8] {
        var output = ByteOutput(Self.mark + [Self.version])
        switch phase {
        case .running: output.byte(PhaseCode.running.rawValue)
        case .finished: output.byte(PhaseCode.finished.rawValue)
        case .finishedWithoutAnswer: output.byte(PhaseCode.finishedWithoutAnswer.rawValue)
        }
        output.number(since.milliseconds)
        output.short(fingerprint.head)
        output.short(fingerprint.body ?? [])
        switch phase {
        case .running(let owner, let until):
            output.short(owner)
            output.number(until.milliseconds)
        case .finished(let answer): answer.encode(to: &output)
        case .finishedWithoutAnswer(let outcome): output.byte(outcome.code)
        }
        return output.bytes
    }

    /// Reads what ``encoded`` wrote.
    init(decoding bytes: [UInt8]) throws(Damaged) {
        var input = ByteInput(bytes)
        guard try input.bytes(Self.mark.count) == Self.mark, try input.byte() == Self.version,
            let code = PhaseCode(rawValue: try input.byte())
        else { throw Damaged() }
        let since = Timestamp(milliseconds: try input.number())
        let (head, body) = (try input.short(), try input.short())
        guard head.count == Digest.length, body.isEmpty || body.count == Digest.length else {
            throw Damaged()
        }
        let phase: Phase
        switch code {
        case .running:
            let owner = try input.short()
            phase = .running(owner: owner, until: Timestamp(milliseconds: try input.number()))
        case .finished: phase = .finished(try KeptAnswer(decoding: &input))
        case .finishedWithoutAnswer:
            guard let outcome = try WriteOutcome(code: input.byte()) else { throw Damaged() }
            phase = .finishedWithoutAnswer(outcome)
        }
        guard input.isAtEnd else { throw Damaged() }
        self.init(
            RequestFingerprint(head: head, body: body.isEmpty ? nil : body), since: since, phase)
    }
}

extension KeptAnswer {
    fileprivate func encode(to output: inout ByteOutput) {
        output.number(Int64(status))
        output.short(Array((problem?.rawValue ?? "").utf8))
        output.byte(outcome?.code ?? 0)
        output.byte(UInt8(clamping: fields.count))
        for field in fields {
            output.long(field.name)
            output.long(field.value)
        }
        output.long(body)
    }

    fileprivate init(decoding input: inout ByteInput) throws(IdempotencyRecord.Damaged) {
        guard let status = Int(exactly: try input.number()), (100...999).contains(status) else {
            throw IdempotencyRecord.Damaged()
        }
        let slug = try input.short()
        let problem = ProblemKind(rawValue: String(decoding: slug, as: UTF8.self))
        let code = try input.byte()
        let outcome = WriteOutcome(code: code)
        guard slug.isEmpty || problem != nil, code == 0 || outcome != nil else {
            throw IdempotencyRecord.Damaged()
        }
        var fields: [KeptField] = []
        for _ in 0..<(try input.byte()) {
            let name = try input.long()
            fields.append(KeptField(name: name, value: try input.long()))
        }
        self.init(
            status: status, problem: problem, outcome: outcome, fields: fields, body: try input.long())
    }
}

extension WriteOutcome {
    fileprivate var code: UInt8 {
        switch self {
        case .notApplied: 1
        case .applied: 2
        case .unknown: 3
        }
    }

    fileprivate init?(code: UInt8) {
        switch code {
        case 1: self = .notApplied
        case 2: self = .applied
        case 3: self = .unknown
        default: return nil
        }
    }
}

/// Bytes that are written one member behind the other.
private struct ByteOutput {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func number(_ number: Int64) { append(UInt64(bitPattern: number), bytes: 8) }

    /// So many of them as one byte counts.
    mutating func short(_ run: [UInt8]) {
        bytes.append(UInt8(clamping: run.count))
        bytes += run.prefix(Int(UInt8.max))
    }

    /// So many of them as four bytes count.
    mutating func long(_ run: [UInt8]) {
        append(UInt64(run.count), bytes: 4)
        bytes += run
    }

    private mutating func append(_ number: UInt64, bytes count: UInt64) {
        for place in 1...count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * (count - place)))) }
    }
}

/// Bytes that are read one member behind the other.
private struct ByteInput {
    private let input: [UInt8]
    private var position = 0

    init(_ input: [UInt8]) { self.input = input }

    var isAtEnd: Bool { position == input.count }

    mutating func bytes(_ count: Int) throws(IdempotencyRecord.Damaged) -> [UInt8] {
        guard count <= input.count - position else { throw IdempotencyRecord.Damaged() }
        defer { position += count }
        return Array(input[position..<position + count])
    }

    mutating func byte() throws(IdempotencyRecord.Damaged) -> UInt8 { try bytes(1)[0] }

    mutating func number() throws(IdempotencyRecord.Damaged) -> Int64 {
        Int64(bitPattern: try number(bytes: 8))
    }

    mutating func short() throws(IdempotencyRecord.Damaged) -> [UInt8] { try bytes(Int(byte())) }

    mutating func long() throws(IdempotencyRecord.Damaged) -> [UInt8] {
        try bytes(Int(number(bytes: 4)))
    }

    private mutating func number(bytes count: Int) throws(IdempotencyRecord.Damaged) -> UInt64 {
        try bytes(count).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
