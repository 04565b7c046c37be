import Foundation
import Primitives

/// Reads the files under `Tests/Fixtures`, found by where this file stands; no bundle is involved.
public enum Fixture {
    /// The file at `path`, such as `cxpress/list-tickets.vendor.json`.
    public static func read(_ path: String) throws -> ByteBuffer {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appendingPathComponent("Fixtures").appendingPathComponent(path)
        return ByteBuffer(try Data(contentsOf: file))
    }
}
