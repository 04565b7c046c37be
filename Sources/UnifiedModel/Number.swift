import JSONCore
import Primitives

/// A number as a vendor gives it: whole, or with a fraction.
public enum Number: Sendable, Hashable {
    /// A whole number.
    case integer(Int64)
    /// A number with a fraction.
    case fraction(Double)

    /// Reads a JSON number, or a text that is one; nothing for anything else. Vendors send scores in quotes.
    public init?(_ value: JSONValue) {
        switch value.kind {
        case .string:
            guard let text = try? value.string() else { return nil }
            self.init(text)
        case .integer, .unsignedInteger, .double, .bigNumber:
            if let whole = try? value.integer() {
                self = .integer(whole)
            } else if let number = try? value.double() {
                self = .fraction(number)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// Reads a decimal number; nothing for any other text.
    public init?(_ text: Text) {
        guard text.count <= 32, text.withBytes({ $0.allSatisfy(Self.isDecimal) }) else { return nil }
        let string = text.string
        if let whole = Int64(string) {
            self = .integer(whole)
        } else if let number = Double(string), number.isFinite {
            self = .fraction(number)
        } else {
            return nil
        }
    }

    /// Whether a decimal number can hold the byte: hexadecimal ones and words such as `nan` cannot be meant.
    private static func isDecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// The number as a floating-point one.
    public var double: Double {
        switch self {
        case .integer(let whole): Double(whole)
        case .fraction(let number): number
        }
    }

    /// The number, where it is whole.
    public var whole: Int64? {
        switch self {
        case .integer(let whole): whole
        case .fraction(let number): Int64(exactly: number)
        }
    }

    /// Writes it as a JSON number.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .integer(let whole): writer.integer(whole)
        case .fraction(let number): writer.double(number)
        }
    }
}

/// The least and the greatest score.
public struct Scale: Sendable, Hashable {
    /// The least.
    public let minimum: Int
    /// The greatest.
    public let maximum: Int

    /// A scale.
    public init(_ minimum: Int, _ maximum: Int) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Whether a score lies on it.
    public func contains(_ score: Number) -> Bool {
        score.double >= Double(minimum) && score.double <= Double(maximum)
    }

    /// Writes `{min, max}`.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("min", minimum)
        writer.member("max", maximum)
        writer.endObject()
    }
}
