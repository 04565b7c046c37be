/// A scalar as it is written; ``value`` is what it means.
public struct YAMLScalar: Equatable, Sendable {
    /// How a scalar is written.
    public enum Style: Sendable {
        /// Without quotes: the only style whose text may mean something else than a string.
        case plain
        /// `'text'`
        case singleQuoted
        /// `"text"`, escapes resolved.
        case doubleQuoted
        /// `|`, line breaks kept.
        case literal
        /// `>`, line breaks folded.
        case folded
    }

    /// A tag of the core schema that is written out (`!!str 12`).
    public enum Tag: String, Sendable {
        /// `!!str`, or the non-specific `!`.
        case string = "tag:yaml.org,2002:str"
        /// `!!int`
        case integer = "tag:yaml.org,2002:int"
        /// `!!float`
        case float = "tag:yaml.org,2002:float"
        /// `!!bool`
        case boolean = "tag:yaml.org,2002:bool"
        /// `!!null`
        case null = "tag:yaml.org,2002:null"
    }

    /// What a scalar means.
    public enum Value: Equatable, Sendable {
        /// Nothing.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A whole number that fits in 64 bits.
        case integer(Int64)
        /// Any other number, infinities and not-a-number among them.
        case double(Double)
        /// Text.
        case string
    }

    /// The text, escapes and folding resolved.
    public var text: String
    /// How it is written.
    public var style: Style
    /// The tag written before it.
    public var tag: Tag?

    /// A scalar with that text.
    public init(_ text: String, style: Style = .plain, tag: Tag? = nil) {
        self.text = text
        self.style = style
        self.tag = tag
    }

    /// What it means by the core schema of YAML 1.2 (section 10.3.2): only a plain scalar, or one with a
    /// tag, is anything but a string. `yes`, `no`, `on`, `0777` as octal, `1_000`, sexagesimals and dates
    /// belong to YAML 1.1 and are strings here, `0777` the number 777. A tag that its text does not fit
    /// leaves a string.
    public var value: Value {
        guard let tag else { return style == .plain ? CoreSchema.value(of: text) : .string }
        let value = CoreSchema.value(of: text)
        return switch (tag, value) {
        case (.integer, .integer), (.float, .double), (.boolean, .boolean), (.null, .null): value
        case (.float, .integer(let number)): .double(Double(number))
        default: .string
        }
    }
}

/// The core schema's resolution of plain text.
enum CoreSchema {
    static func value(of text: String) -> YAMLScalar.Value {
        guard mayBeTyped(text.utf8) else { return .string }
        return switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .boolean(true)
        case "false", "False", "FALSE": .boolean(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .double(.infinity)
        case "-.inf", "-.Inf", "-.INF": .double(-.infinity)
        case ".nan", ".NaN", ".NAN": .double(.nan)
        default: number(text)
        }
    }

    /// Whether the first byte begins anything but a string; most text is told by it.
    private static func mayBeTyped(_ text: String.UTF8View) -> Bool {
        guard let first = text.first else { return true }
        return (0x30...0x39).contains(first) || "~nNtTfF.+-".utf8.contains(first)
    }

    /// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`, or a decimal fraction; a whole number too large for 64
    /// bits is a double.
    private static func number(_ text: String) -> YAMLScalar.Value {
        if text.hasPrefix("0o") { return based(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return based(text.dropFirst(2), radix: 16) }
        switch decimalShape(text.utf8) {
        case .none: return .string
        case .integer: if let number = Int64(text) { return .integer(number) }
        case .fraction: break
        }
        return Double(text).map { .double($0) } ?? .string
    }

    private static func based(_ digits: Substring, radix: Int) -> YAMLScalar.Value {
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
            let number = Int64(digits, radix: radix)
        else { return .string }
        return .integer(number)
    }

    private enum DecimalShape { case none, integer, fraction }

    /// Matches `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
    private static func decimalShape(_ text: String.UTF8View) -> DecimalShape {
        var rest = text[...]
        skipSign(&rest)
        let whole = skipDigits(&rest)
        var shape = DecimalShape.integer
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if skipDigits(&rest) + whole == 0 { return .none }
            shape = .fraction
        } else if whole == 0 {
            return .none
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            skipSign(&rest)
            if skipDigits(&rest) == 0 { return .none }
            shape = .fraction
        }
        return rest.isEmpty ? shape : .none
    }

    private static func skipSign(_ rest: inout Substring.UTF8View) {
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    }

    private static func skipDigits(_ rest: inout Substring.UTF8View) -> Int {
        let before = rest.count
        rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return before - rest.count
    }
}
