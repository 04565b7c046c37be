/// A scalar's text with its references resolved.
struct ResolvedText {
    var text: String
    /// Whether any of it came from outside of the file and so may be a secret.
    var isFromOutside: Bool
}

/// Resolves `${NAME}` and `${file:PATH}` in the text of a scalar; `$${` stands for `${`, any other `$` for
/// itself. What is put in is not looked into again.
struct Interpolation {
    /// The longest file a reference may read, in bytes.
    static let maximumFile = 64 << 10

    let file: String
    let surroundings: any ConfigurationSurroundings
    private(set) var problems: [String] = []

    init(file: String, surroundings: any ConfigurationSurroundings) {
        self.file = file
        self.surroundings = surroundings
    }

    mutating func resolve(_ text: String) -> ResolvedText {
        var resolved = ResolvedText(text: "", isFromOutside: false)
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            resolved.text += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                resolved.text += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let close = rest.firstIndex(of: "}") else {
                    problems.append("a '${' has no '}'; write $${ for the characters themselves")
                    return resolved
                }
                resolved.text += value(of: rest[..<close].dropFirst(2)) ?? ""
                resolved.isFromOutside = true
                rest = rest[close...].dropFirst()
            } else {
                resolved.text += "$"
                rest = rest.dropFirst()
            }
        }
        resolved.text += rest
        return resolved
    }

    private mutating func value(of reference: Substring) -> String? {
        if reference.hasPrefix("file:") { return contents(of: reference.dropFirst(5)) }
        guard Self.isVariableName(reference) else {
            problems.append("${…} takes ${NAME} or ${file:PATH}; write $${ for the characters themselves")
            return nil
        }
        guard let value = surroundings.variable(named: String(reference)) else {
            problems.append("the environment variable \(reference) is not set")
            return nil
        }
        return value
    }

    /// The text of a file, relative to the configuration's own directory, without its last line break.
    private mutating func contents(of path: Substring) -> String? {
        guard !path.isEmpty, !path.contains("\0") else {
            problems.append("${file:PATH} names no file")
            return nil
        }
        let place = path.hasPrefix("/") ? String(path) : "\(directory)\(path)"
        do throws(FileUnreadable) {
            var bytes = try surroundings.contents(ofFile: place, limit: Self.maximumFile)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            problems.append("the file \(path) is not UTF-8 text")
        } catch {
            problems.append("the file \(path) cannot be read: \(error.reason)")
        }
        return nil
    }

    /// Where the configuration is, with its slash; empty for the working directory.
    private var directory: Substring {
        file.lastIndex(of: "/").map { file[...$0] } ?? ""
    }

    /// `[A-Za-z_][A-Za-z0-9_]*`
    private static func isVariableName(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F
        }
    }
}
