import Primitives

/// How the text of one kind of setting is read, and what to say when it cannot be.
struct Setting<Value> {
    /// What became of a text.
    enum Outcome {
        case value(Value)
        /// What would be right, to stand behind "wants", and what was probably meant.
        case wants(String, hint: String = "")
    }

    /// Whether quotes around a value written in the file make it a string, and so the wrong type.
    var isPlain = false
    /// Whether no message may repeat the text.
    var isSecret = false
    var read: (String) -> Outcome
}

extension Setting<Bool> {
    static var boolean: Self {
        Self(isPlain: true) { text in
            switch text {
            case "true", "True", "TRUE": .value(true)
            case "false", "False", "FALSE": .value(false)
            default: .wants("true or false")
            }
        }
    }
}

extension Setting<Int> {
    static func integer(in range: ClosedRange<Int>) -> Self {
        Self(isPlain: true) { text in
            guard let value = Int(text), range.contains(value) else {
                return .wants("a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .value(value)
        }
    }

    static func size(in range: ClosedRange<Int>) -> Self {
        Self { text in
            guard let value = ByteSize.read(text), range.contains(value) else {
                let (least, most) = (ByteSize.text(range.lowerBound), ByteSize.text(range.upperBound))
                return .wants("a size from \(least) to \(most) such as 64KiB, 16MB or 4096")
            }
            return .value(value)
        }
    }
}

extension Setting<Duration> {
    static func duration(in range: ClosedRange<Duration>) -> Self {
        Self { text in
            guard let value = DurationText.read(text), range.contains(value) else {
                let (least, most) = (DurationText.text(range.lowerBound), DurationText.text(range.upperBound))
                return .wants("a duration from \(least) to \(most) such as 500ms, 10s or 2h")
            }
            return .value(value)
        }
    }
}

extension Setting<SocketAddress> {
    static var listenAddress: Self {
        Self { text in
            SocketAddress(text).map { .value($0) }
                ?? .wants(
                    "HOST:PORT with a numeric address or localhost, such as 127.0.0.1:8080 or [::]:8080"
                )
        }
    }
}

extension Setting<AddressRange> {
    static var addressRange: Self {
        Self { text in
            AddressRange(text).map { .value($0) }
                ?? .wants("an address or a range such as 10.0.0.0/8 or 2001:db8::/32")
        }
    }
}

extension Setting where Value: RawRepresentable<String> & CaseIterable {
    static func choice(of type: Value.Type = Value.self) -> Self {
        let names = type.allCases.map(\.rawValue)
        return Self { text in type.init(rawValue: text).map { .value($0) } ?? .wantsOne(of: names, not: text)
        }
    }
}

extension Setting<String> {
    static func vendor(of catalog: any VendorCatalog) -> Self {
        Self { text in
            catalog.vendor(named: text) == nil ? .wantsOne(of: catalog.vendorNames, not: text) : .value(text)
        }
    }
}

extension Setting.Outcome {
    /// Wants `a, b or c`, the nearest of them suggested.
    fileprivate static func wantsOne(of names: [String], not text: String) -> Self {
        let front = names.dropLast().joined(separator: ", ")
        let all = names.last.map { front.isEmpty ? $0 : "\(front) or \($0)" } ?? "nothing"
        let nearest = Spelling.nearest(to: text, among: names)
        return .wants(all, hint: nearest.map { "; did you mean '\($0)'?" } ?? "")
    }
}

extension Setting<String> {
    /// Text of any kind, but some.
    static var text: Self {
        Self { text in
            text.isEmpty || text.utf8.contains(where: isControl) ? .wants("text on one line") : .value(text)
        }
    }

    /// A name of a consumer or a connection.
    static var name: Self {
        Self { text in
            ConfigurationName.isWellFormed(text)
                ? .value(text)
                : .wants("a name of at most 64 lower-case letters, digits, '-' and '_', a letter first")
        }
    }
}

extension Setting<Zone> {
    static func timeZone(from surroundings: any ConfigurationSurroundings) -> Self {
        Self { text in
            do throws(ZoneError) {
                return .value(try surroundings.timeZone(named: text))
            } catch {
                var hint = ""
                if case .malformed = error { hint = "; \(error)" }
                return .wants("a time zone that this machine knows, such as America/Sao_Paulo", hint: hint)
            }
        }
    }
}

extension Setting<Secret> {
    /// A secret that goes into a header or a body: some text on one line.
    static var secret: Self {
        Self(isSecret: true) { text in
            text.isEmpty || text.utf8.contains(where: isControl)
                ? .wants("a secret on one line that is not empty") : .value(Secret(text))
        }
    }

    /// What a caller sends as `Authorization: Bearer` or `X-API-Key`.
    static var key: Self {
        Self(isSecret: true) { text in
            let isVisible = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isVisible && (1...512).contains(text.utf8.count)
                ? .value(Secret(text)) : .wants("1 to 512 visible ASCII characters without spaces")
        }
    }

    /// A segment of a path that needs no encoding.
    static var pathSegment: Self {
        Self(isSecret: true) { text in
            let isUnreserved = text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                    || "-._~".utf8.contains(byte)
            }
            return isUnreserved && (16...256).contains(text.utf8.count)
                ? .value(Secret(text)) : .wants("16 to 256 letters, digits, '-', '.', '_' or '~'")
        }
    }
}

extension Setting<Configuration.SealingKey> {
    /// What secrets in the store are sealed with.
    static var sealingKey: Self {
        Self(isSecret: true) { text in
            Configuration.SealingKey(text).map { .value($0) } ?? .wants("32 bytes in hexadecimal or base64")
        }
    }
}

extension Setting<[UInt8]> {
    /// A SHA-256 in hexadecimal.
    static var digest: Self {
        Self(isSecret: true) { text in
            guard let digest = Hexadecimal.bytes(of: Text(text)), digest.count == Digest.length else {
                return .wants("the 64 hexadecimal digits of a SHA-256")
            }
            return .value(digest)
        }
    }
}

extension Setting<BaseURL> {
    static var baseURL: Self {
        Self(isSecret: true) { text in
            do throws(BaseURL.Malformed) {
                return .value(try BaseURL(text))
            } catch {
                return .wants(error.wanted)
            }
        }
    }
}

extension Setting<Configuration.Scope> {
    static func scope(resources: [String]) -> Self {
        Self { text in
            guard let scope = Configuration.Scope(text) else {
                return .wants("*, RESOURCE:read or RESOURCE:write, such as tickets:read")
            }
            if let resource = scope.resource, !resources.isEmpty, !resources.contains(resource) {
                let hint = DecodingContext.hint(for: resource, among: resources)
                return .wants("a resource of the API", hint: hint)
            }
            return .value(scope)
        }
    }
}

/// Whether a byte is an ASCII control character, which would end a header or a log line.
private func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
