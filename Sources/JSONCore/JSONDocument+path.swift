import Primitives

extension JSONDocument {
    /// Where the value at `target` stands, from the root: `$.tickets[3].requester_user.name`.
    ///
    /// The tape has no way up, so this walks down to it; only errors pay for that.
    @usableFromInline func path(to target: Int) -> String {
        var path = "$"
        var index = 1
        while index != target {
            guard
                let step = tape.tag(index) == Tag.object
                    ? stepIntoObject(index, towards: target) : stepIntoArray(index, towards: target)
            else { return path }
            path += step.name
            index = step.index
        }
        return path
    }

    private func stepIntoObject(_ container: Int, towards target: Int) -> (name: String, index: Int)? {
        let end = tape.indexAfterContainer(container) - 1
        var key = container + 1
        while key < end {
            let next = tape.indexAfter(key + 1)
            if target < next { return (Self.pathStep(text(at: key)), key + 1) }
            key = next
        }
        return nil
    }

    private func stepIntoArray(_ container: Int, towards target: Int) -> (name: String, index: Int)? {
        let end = tape.indexAfterContainer(container) - 1
        var element = container + 1
        var position = 0
        while element < end {
            let next = tape.indexAfter(element)
            if target < next { return ("[\(position)]", element) }
            element = next
            position += 1
        }
        return nil
    }

    /// A member in a path: `.name`, or `["a name"]` where it is not a plain word. Names past 64 bytes are
    /// cut short: a document's sender chooses them.
    @usableFromInline static func pathStep(_ name: Text) -> String {
        let isWord = !name.isEmpty && name.withBytes { $0.allSatisfy(isWordByte) }
        let shown = name.count <= 64 ? name.string : name[0..<64].string + "…"
        if isWord { return "." + shown }
        let buffer = ByteBuffer()
        var writer = JSONWriter(buffer)
        writer.string(shown)
        return "[" + buffer.string + "]"
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
