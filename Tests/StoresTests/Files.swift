import FaultyFiles
import Foundation
import Glibc

/// Files that fail when a test says so.
///
/// `@unchecked Sendable`: what it owns is atomic.
final class FaultyDisk: @unchecked Sendable {
    let name: String
    private let files: OpaquePointer

    init() throws {
        name = "faulty-\(UUID().uuidString)"
        guard let files = faulty_files_create(name) else { throw CocoaError(.fileWriteUnknown) }
        self.files = files
    }

    deinit { faulty_files_destroy(files) }

    /// How often a file was synced.
    var syncCount: Int { faulty_files_sync_count(files) }

    /// Has each file be copied to `*.synced` whenever it is synced.
    func keepSynced() { faulty_files_keep_synced(files) }

    /// Has what comes next fail, or no longer.
    func set(_ fault: faulty_fault) { faulty_files_set(files, Int32(fault.rawValue)) }
}

/// A file's size.
func fileSize(_ path: String) throws -> Int { try contents(path).count }

/// A file's bytes.
func contents(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

/// What the owner, the group and others may do with a file; nothing when it is not there.
func permissions(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
}
