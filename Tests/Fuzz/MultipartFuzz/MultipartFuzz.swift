import HTTPCore
import Primitives

/// What a parser made of an input, and how it ended.
private struct Reading: Equatable {
    var parts: [MultipartPart] = []
    var contents: [[UInt8]] = []
    var wholeCount = 0
    var isAtEnd = false
    var refusal: String?
}

private var limits: MultipartLimits {
    var limits = MultipartLimits()
    limits.preamble = 64
    limits.parts = 4
    limits.header = 128
    limits.headerFields = 3
    return limits
}

/// Reads an input in pieces and checks each event against the limits.
private func read(_ input: UnsafeBufferPointer<UInt8>, pieces: (Int) -> Int) -> Reading {
    guard var parser = MultipartParser(boundary: "b", limits: limits) else {
        preconditionFailure("a boundary is refused")
    }
    let buffer = ByteBuffer()
    var reading = Reading()
    var position = 0
    while reading.refusal == nil {
        switch parser.parse(buffer) {
        case .needMore:
            parser.discardConsumed(from: buffer)
            precondition(buffer.count <= limits.header + 70, "too much is kept")
            precondition(parser.isAtEnd == reading.isAtEnd, "an end without an event")
            guard position < input.count else { return reading }
            let count = min(max(pieces(position), 1), input.count - position)
            buffer.append(
                UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: input[position..<position + count])))
            position += count
        case .part(let part):
            precondition(reading.wholeCount == reading.parts.count, "a part within another")
            reading.parts.append(part)
            reading.contents.append([])
            precondition(reading.parts.count <= limits.parts, "too many parts")
        case .data(let range):
            precondition(!range.isEmpty && range.upperBound <= buffer.count, "a piece outside of the buffer")
            precondition(reading.wholeCount == reading.parts.count - 1, "a piece of no part")
            reading.contents[reading.contents.count - 1] += buffer.withBytes { Array($0[range]) }
        case .partEnd: reading.wholeCount += 1
        case .end:
            precondition(reading.wholeCount == reading.parts.count, "an end within a part")
            reading.isAtEnd = true
        case .failure(let failure):
            reading.refusal = "\(failure.kind) \(failure.reason)"
        }
    }
    guard case .failure = parser.parse(buffer) else { preconditionFailure("a refusal does not last") }
    return reading
}

/// No content holds a delimiter.
private func check(_ reading: Reading) {
    for content in reading.contents {
        let line = [13, 10] + content
        let delimiter = Array("\r\n--b".utf8)
        guard line.count >= delimiter.count else { continue }
        for start in 0...line.count - delimiter.count {
            precondition(!line[start...].starts(with: delimiter), "a delimiter within a part")
        }
    }
}

/// The target of libFuzzer: an input is read whole, byte by byte, and in pieces that its first byte chooses; all
/// three readings are the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let data, count > 1 else { return 0 }
    let input = UnsafeBufferPointer(start: data + 1, count: count - 1)
    var seed = UInt64(data[0])
    let whole = read(input) { _ in input.count }
    check(whole)
    precondition(read(input) { _ in 1 } == whole, "read otherwise byte by byte")
    let pieced = read(input) { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(seed >> 60) + 1
    }
    precondition(pieced == whole, "read otherwise in pieces")
    return 0
}
