import HTTPCore
import JSONCore
import Primitives

/// A call to a vendor, as an adapter makes it: everything but the address and the credentials.
public struct VendorRequest: Sendable {
    /// The method.
    public var method: Method
    /// Which of the connection's base URLs it goes to.
    public var host: HostName
    /// Path and query, encoded, relative to the base URL.
    public private(set) var target: [UInt8]
    /// Header fields besides those of the credentials.
    public var fields = Fields(capacity: 4)
    /// The body.
    public private(set) var body: ByteBuffer?
    /// Where the body comes from, in the place of ``body``, where it is passed on while it comes.
    public var stream: (any BodySource)?
    /// Whether an answer may have no body: the vendor's document promises a status and no more.
    public var allowsEmptyAnswer = false
    /// Whether it only reads, although its method does not say so.
    public var isRead = false
    /// For a call about one record, the words, in lower case, by which a refusal says that there is none; of a
    /// vendor whose refusals have no other sign of it.
    public var wordsOfAbsence: StaticString?
    private var hasQuery = false

    /// A call to a path made of plain segments and ids; ids are encoded, so that none can leave its
    /// segment.
    public init(_ method: Method, _ path: PathPart..., host: HostName = .main) {
        self.method = method
        self.host = host
        target = []
        target.reserveCapacity(96)
        for part in path {
            switch part {
            case .plain(let text): text.withUTF8Buffer { target.append(contentsOf: $0) }
            case .identifier(let id): appendEncoded(id)
            }
        }
    }

    /// A call to a path and a query that came from outside, already encoded, and go out as they are.
    ///
    /// - Parameter path: Behind the base URL, beginning with a slash.
    public init(
        _ method: Method, encodedPath path: Text, query: Text?, host: HostName, fields: Fields,
        body: ByteBuffer?
    ) {
        self.method = method
        self.host = host
        self.fields = fields
        self.body = body
        target = path.withBytes(Array.init)
        guard let query, !query.isEmpty else { return }
        target.append(UInt8(ascii: "?"))
        query.withBytes { target.append(contentsOf: $0) }
        hasQuery = true
    }

    /// A part of a path.
    public enum PathPart: Sendable, ExpressibleByStringLiteral {
        /// Text of the vendor's document, written as it is.
        case plain(StaticString)
        /// Text from elsewhere, encoded.
        case identifier(Text)

        /// Text of the vendor's document.
        public init(stringLiteral value: StaticString) { self = .plain(value) }
    }

    /// Adds a query parameter, if there is a value.
    public mutating func query(_ name: StaticString, _ value: Text?) {
        guard let value else { return }
        beginParameter(name)
        appendEncoded(value)
    }

    /// Adds a query parameter with a value of the vendor's document.
    public mutating func query(_ name: StaticString, plain value: StaticString?) {
        guard let value else { return }
        query(name, Text(stringLiteral: value))
    }

    /// Adds a query parameter, if there is a value.
    public mutating func query(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        beginParameter(name)
        target.append(contentsOf: String(value).utf8)
    }

    /// Adds a query parameter, `true` or `false`, if there is a value.
    public mutating func query(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        query(name, plain: value ? "true" : "false")
    }

    /// Adds a query parameter whose values stand between commas, if there are any.
    public mutating func query(_ name: StaticString, list values: [Text]) {
        guard !values.isEmpty else { return }
        beginParameter(name)
        for (index, value) in values.enumerated() {
            if index > 0 { target.append(UInt8(ascii: ",")) }
            appendEncoded(value)
        }
    }

    /// Gives the request a JSON object as its body.
    public mutating func json(_ write: (inout JSONWriter) throws -> Void) rethrows {
        try jsonBody { writer in
            writer.beginObject()
            try write(&writer)
            writer.endObject()
        }
    }

    /// Gives the request any JSON as its body.
    public mutating func jsonBody(_ write: (inout JSONWriter) throws -> Void) rethrows {
        let buffer = ByteBuffer(capacity: 512)
        var writer = JSONWriter(buffer)
        try write(&writer)
        body = buffer
        fields.set("Content-Type", "application/json")
    }

    /// Whether its path, without the query, is just this.
    public func hasPath(_ path: StaticString) -> Bool {
        isBelow(path)
            && (target.count == path.utf8CodeUnitCount
                || target[path.utf8CodeUnitCount] == UInt8(ascii: "?"))
    }

    /// Whether its path begins like this.
    public func isBelow(_ path: StaticString) -> Bool {
        path.withUTF8Buffer { target.starts(with: $0) }
    }

    private mutating func beginParameter(_ name: StaticString) {
        target.append(UInt8(ascii: hasQuery ? "&" : "?"))
        hasQuery = true
        name.withUTF8Buffer { target.append(contentsOf: $0) }
        target.append(UInt8(ascii: "="))
    }

    private mutating func appendEncoded(_ text: Text) {
        text.withBytes { bytes in
            // Most ids need no encoding.
            if bytes.allSatisfy(PercentCoding.isUnreserved) { return target.append(contentsOf: bytes) }
            PercentCoding.forEachEncodedByte(of: text) { target.append($0) }
        }
    }
}

/// Which of a vendor's hosts a call goes to.
public struct HostName: Hashable, Sendable {
    /// The name, as it stands under `base_urls` in the configuration.
    public let name: String

    /// A host by its name.
    public init(_ name: String) { self.name = name }

    /// The only host of most vendors, whose address is the connection's `base_url`.
    public static let main = HostName("main")
}
