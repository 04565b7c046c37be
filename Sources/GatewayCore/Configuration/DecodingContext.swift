import Primitives
import YAMLCore

/// What the decoding of one file shares: where values come from and the faults found so far.
final class DecodingContext {
    let file: String
    let surroundings: any ConfigurationSurroundings
    let vendors: any VendorCatalog
    /// The resources scopes may be about; any when empty.
    let resources: [String]
    private(set) var faults: [ConfigurationFault] = []

    init(
        file: String,
        surroundings: any ConfigurationSurroundings,
        vendors: any VendorCatalog,
        resources: [String]
    ) {
        self.file = file
        self.surroundings = surroundings
        self.vendors = vendors
        self.resources = resources
    }

    func report(_ mark: YAMLMark, _ message: String) {
        faults.append(ConfigurationFault(file: file, mark: mark, message: message))
    }

    /// The text of a scalar with its references resolved; nothing, and the faults said, when one cannot be.
    func resolve(_ scalar: YAMLScalar, at mark: YAMLMark) -> ResolvedText? {
        var interpolation = Interpolation(file: file, surroundings: surroundings)
        let resolved = interpolation.resolve(scalar.text)
        for problem in interpolation.problems { report(mark, problem) }
        return interpolation.problems.isEmpty ? resolved : nil
    }
}

extension DecodingContext {
    /// `; did you mean 'x'?`, or `; known: a, b, c` when they are few enough to read, or nothing.
    static func hint(for word: String, among candidates: [String]) -> String {
        if let nearest = Spelling.nearest(to: word, among: candidates) {
            return "; did you mean '\(nearest)'?"
        }
        return (1...16).contains(candidates.count) ? "; known: \(candidates.joined(separator: ", "))" : ""
    }

    /// A word of the file as a message may repeat it: quoted when it looks like a name, else left out, as
    /// it may be a secret in the wrong place.
    static func shown(_ word: String, otherwise: String) -> String {
        let isName = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || "-_.:/*% ".utf8.contains(byte)
        }
        return isName && (1...40).contains(word.utf8.count) ? "'\(word)'" : otherwise
    }
}
