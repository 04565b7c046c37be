/// A plain reading of RFC 8259, byte by byte, which finds where malformed JSON goes wrong. The parser
/// says only that it does.
struct JSONValidator {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private var position = 0
    /// The brackets that are open.
    private var open: [UInt8] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// The first fault, or nothing where the bytes are a JSON document.
    mutating func firstFault() -> JSONError? {
        do throws(JSONError) {
            skipWhitespace()
            if position == bytes.count { throw JSONError(.empty) }
            try document()
            return nil
        } catch {
            return error
        }
    }

    /// A value with all that is nested in it, up to the end of the input.
    private mutating func document() throws(JSONError) {
        while true {
            if try valueOpensContainer() { continue }
            while true {
                skipWhitespace()
                guard let bracket = open.last else {
                    if position < bytes.count { throw fault(.syntax) }
                    return
                }
                if current == UInt8(ascii: ",") {
                    position += 1
                    skipWhitespace()
                    if bracket == UInt8(ascii: "{") { try memberName() }
                    break
                }
                try close(bracket)
            }
        }
    }

    /// Reads a scalar or an empty container whole, and of any other container what stands before its first
    /// value; says whether that value comes next.
    private mutating func valueOpensContainer() throws(JSONError) -> Bool {
        skipWhitespace()
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try openContainer()
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): try number()
        default: throw fault(.syntax)
        }
        return false
    }

    private mutating func openContainer() throws(JSONError) -> Bool {
        let bracket = bytes[position]
        if open.count == maximumDepth { throw fault(.depth) }
        position += 1
        open.append(bracket)
        skipWhitespace()
        if current == Self.closing(bracket) {
            try close(bracket)
            return false
        }
        if bracket == UInt8(ascii: "{") { try memberName() }
        return true
    }

    private mutating func close(_ bracket: UInt8) throws(JSONError) {
        guard current == Self.closing(bracket) else { throw fault(.syntax) }
        position += 1
        open.removeLast()
    }

    private mutating func memberName() throws(JSONError) {
        guard current == UInt8(ascii: "\"") else { throw fault(.syntax) }
        try string()
        skipWhitespace()
        guard current == UInt8(ascii: ":") else { throw fault(.syntax) }
        position += 1
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[offset] else { throw JSONError(.syntax, offset: start) }
            position += 1
        }
    }

    /// RFC 8259, section 6.
    private mutating func number() throws(JSONError) {
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        switch current {
        case nil, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), 0x20, 0x09,
            0x0A, 0x0D:
            break
        default: throw fault(.number)
        }
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, Self.isDigit(byte) { position += 1 }
        if position == start { throw fault(.number) }
    }
}

extension JSONValidator {
    /// RFC 8259, section 7.
    private mutating func string() throws(JSONError) {
        position += 1
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw fault(.string)
            case 0x20..<0x80: position += 1
            default: try multibyteCharacter()
            }
        }
        throw fault(.string)
    }

    private mutating func escape() throws(JSONError) {
        let start = position
        position += 1
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            let unit = try codeUnit(ofEscapeAt: start)
            if UTF16.isTrailSurrogate(unit) { throw JSONError(.string, offset: start) }
            guard UTF16.isLeadSurrogate(unit) else { return }
            guard current == UInt8(ascii: "\\") else { throw JSONError(.string, offset: start) }
            position += 1
            guard current == UInt8(ascii: "u"), UTF16.isTrailSurrogate(try codeUnit(ofEscapeAt: start))
            else { throw JSONError(.string, offset: start) }
        default: throw JSONError(.string, offset: start)
        }
    }

    /// The `u` and its four digits.
    private mutating func codeUnit(ofEscapeAt start: Int) throws(JSONError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw JSONError(.string, offset: start)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// RFC 3629, section 4.
    private mutating func multibyteCharacter() throws(JSONError) {
        let lead = bytes[position]
        let second = position + 1 < bytes.count ? bytes[position + 1] : 0
        let (length, secondRange): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, secondRange) = (2, 0x80...0xBF)
        case 0xE0: (length, secondRange) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (length, secondRange) = (3, 0x80...0xBF)
        case 0xED: (length, secondRange) = (3, 0x80...0x9F)
        case 0xF0: (length, secondRange) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, secondRange) = (4, 0x80...0xBF)
        case 0xF4: (length, secondRange) = (4, 0x80...0x8F)
        default: throw fault(.encoding)
        }
        guard position + length <= bytes.count, secondRange.contains(second),
            bytes[(position + 1)..<(position + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw fault(.encoding) }
        position += length
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private func fault(_ kind: JSONError.Kind) -> JSONError { JSONError(kind, offset: position) }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func closing(_ bracket: UInt8) -> UInt8 {
        bracket == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }
}
