public import YAMLCore

/// One thing that is wrong with a configuration, where, and what would be right. It never holds the value of
/// a secret, an environment variable or a file.
public struct ConfigurationFault: Error, Hashable, Sendable {
    /// The file as it was named on the command line.
    public var file: String
    /// The line, from 1; 0 when the fault is the file's as a whole.
    public var line: Int
    /// The column in characters, from 1; 0 when the fault is the file's as a whole.
    public var column: Int
    /// What is wrong and what would be right.
    public var message: String

    /// A fault at a place of the file.
    public init(file: String, mark: YAMLMark, message: String) {
        self.file = file
        line = mark.line
        column = mark.column
        self.message = message
    }

    /// A fault of the file as a whole.
    public init(file: String, message: String) {
        self.init(file: file, mark: YAMLMark(line: 0, column: 0), message: message)
    }
}

extension ConfigurationFault: CustomStringConvertible {
    /// `gateway.yaml:12:5: message`, as compilers print and editors jump to.
    public var description: String {
        line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)"
    }
}

/// Everything that is wrong with a configuration, in the order of the file; at least one fault.
public struct ConfigurationFaults: Error, Equatable, Sendable, CustomStringConvertible {
    /// The faults.
    public var faults: [ConfigurationFault]

    /// A fault a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
