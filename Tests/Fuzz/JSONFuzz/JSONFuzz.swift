import JSONCore
import Primitives

/// Parses whatever comes. What is refused must be refused by the validator too, which says where. For what is
/// accepted: reads all of it in every way there is, writes it and reads that again: the two
/// must be equal, and a second writing must be the first.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = ByteBuffer(UnsafeBufferPointer(start: start, count: count))
    let document: JSONDocument
    do {
        document = try JSONDocument.parse(input)
    } catch {
        let isExplained = error.kind == .empty || error.offset != nil
        guard isExplained else { fail("refused where the validator finds no fault", input) }
        return 0
    }
    walk(document.root)
    let first = written(document.root)
    guard let again = try? JSONDocument.parse(first) else { fail("what was written does not parse", first) }
    guard areEqual(document.root, again.root) else { fail("what was written reads differently", first) }
    let second = written(again.root)
    guard first.bytes == second.bytes else { fail("what was written is written differently", second) }
    return 0
}

private func written(_ value: JSONValue) -> ByteBuffer {
    let buffer = ByteBuffer()
    var writer = JSONWriter(buffer)
    writer.value(value)
    return buffer
}

/// Calls every getter; errors walk the path to the value.
private func walk(_ value: JSONValue) {
    _ = try? value.string()
    _ = try? value.integer()
    _ = try? value.unsigned()
    _ = try? value.double()
    _ = try? value.bool()
    _ = try? value.optionalScalarText()
    if let array = try? value.array() {
        var count = 0
        for element in array {
            walk(element)
            count += 1
        }
        guard count == array.count else { fail("an array miscounts", written(value)) }
    }
    if var object = try? value.object() {
        _ = object.find("a")
        _ = try? object.optionalText("")
        var count = 0
        for member in object {
            walk(member.value)
            count += 1
        }
        _ = try? object.integer("id")
        guard count == object.count else { fail("an object miscounts", written(value)) }
    }
}

private func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    guard left.kind == right.kind else { return false }
    switch left.kind {
    case .object:
        guard let left = try? left.object(), let right = try? right.object(), left.count == right.count
        else { return false }
        return zip(left, right).allSatisfy { $0.key == $1.key && areEqual($0.value, $1.value) }
    case .array:
        guard let left = try? left.array(), let right = try? right.array(), left.count == right.count
        else { return false }
        return zip(left, right).allSatisfy { areEqual($0, $1) }
    case .double: return (try? left.double().bitPattern) == (try? right.double().bitPattern)
    case .null: return true
    default: return (try? left.scalarText()) == (try? right.scalarText())
    }
}

private func fail(_ reason: String, _ json: ByteBuffer) -> Never {
    fatalError("\(reason): \(json.string)")
}
